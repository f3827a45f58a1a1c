package io.ws402.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.sqlclient.SqlClient;

@AnalyzeClasses(packages = "io.ws402.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SPEAKS_SQL =
            ".*\\.(\\w*Repository|\\w*Queries|Database|Ledger|LedgerAudit|Outbox)(\\$.*)?";

    private static final String PURE = ".*\\.(\\w+State|\\w+Event|\\w+Outcome|\\w+Decision|\\w+Transitions|Allocation"
            + "|UniqueAmounts|Journal|Entry|Account|Balance|\\w+Policy)(\\$.*)?";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.ws402.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreSeesNoChainAndNoRoute = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.web3j..", "org.p2p.solanaj..", "io.vertx.ext.web..");

    // The keys of chains are the methods' business; what the gateway signs in its own name is here.
    @ArchTest
    static final ArchRule onlyTheGatewaysOwnKeysAreHere = noClasses()
            .that()
            .resideOutsideOfPackage("..gateway.access")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule methodsKnowNothingOfWhatUsesThem = noClasses()
            .that()
            .resideInAPackage("..gateway.method")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..gateway.storage",
                    "..gateway.ledger",
                    "..gateway.payment",
                    "..gateway.session",
                    "..gateway.refund",
                    "..gateway.credits",
                    "..gateway.access");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakSql = noClasses()
            .that(not(nameMatching(SPEAKS_SQL)))
            .should()
            .callMethodWhere(JavaCall.Predicates.target(owner(assignableTo(SqlClient.class)))
                    .and(JavaCall.Predicates.target(nameMatching("query|preparedQuery"))));

    @ArchTest
    static final ArchRule whatDecidesAboutMoneyIsPure = classes()
            .that(nameMatching(PURE))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.ws402..");

    @ArchTest
    static final ArchRule theLedgerKnowsNothingOfPaymentsAndSessions = noClasses()
            .that()
            .resideInAPackage("..gateway.ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gateway.payment", "..gateway.session", "..gateway.refund", "..gateway.method");
}
