package io.ws402.gateway.methods;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ws402.gateway.methods", importOptions = ImportOption.DoNotIncludeTests.class)
class MethodsArchitectureTest {
    @ArchTest
    static final ArchRule methodsKnowOnlyTheirOwnFamilyAndSigning =
            slices().matching("io.ws402.gateway.methods.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule familiesDoNotKnowEachOther = slices().matching("io.ws402.gateway.methods.(evm|solana)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule partsOfEvmHaveNoCycles =
            slices().matching("io.ws402.gateway.methods.evm.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule partsOfSolanaHaveNoCycles =
            slices().matching("io.ws402.gateway.methods.solana.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule methodsSeeNothingOfTheGatewayButTheirContract = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.ws402.gateway.storage..",
                    "io.ws402.gateway.ledger..",
                    "io.ws402.gateway.payment..",
                    "io.ws402.gateway.session..",
                    "io.ws402.gateway.refund..",
                    "io.ws402.gateway.access..",
                    "io.ws402.gateway.outbox..",
                    "io.ws402.gateway.credits..",
                    "io.vertx.ext.web..",
                    "io.vertx.sqlclient..",
                    "java.sql..");

    @ArchTest
    static final ArchRule signersKnowNothingOfWhatTheySign = noClasses()
            .that()
            .resideInAPackage("..methods.signing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..methods.evm..", "..methods.solana..", "io.ws402.gateway.method..");
}
