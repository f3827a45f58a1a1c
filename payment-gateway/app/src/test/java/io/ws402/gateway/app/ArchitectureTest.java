package io.ws402.gateway.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. Maven keeps the modules apart; this keeps the packages apart inside. */
@AnalyzeClasses(packages = "io.ws402.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String APP = "io.ws402.gateway.app..";

    @ArchTest
    static final ArchRule SQL_IS_SPOKEN_BY_STORAGE_ALONE = noClasses()
            .that()
            .resideInAPackage(APP)
            .and()
            .resideOutsideOfPackages("io.ws402.gateway.app.storage..", "io.ws402.gateway.app.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient.data..", "io.vertx.pgclient..", "java.sql..");

    @ArchTest
    static final ArchRule ROUTES_KNOW_NO_STATEMENTS = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .callMethodWhere(target(owner(resideInAPackage("io.vertx.sqlclient.."))));

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "io.ws402.gateway.app.(payment|session|operator|service)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.ws402.gateway.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_BELOW_KNOWS_THE_WIRING = noClasses()
            .that()
            .resideInAPackage("io.ws402.gateway.app.*..")
            .and()
            .resideOutsideOfPackage("io.ws402.gateway.app.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ws402.gateway.app");

    @ArchTest
    static final ArchRule CORE_AND_METHODS_DO_NOT_KNOW_ROUTES = noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should()
            .dependOnClassesThat(resideInAPackage(APP).or(resideInAPackage("io.vertx.ext.web..")));

    @ArchTest
    static final ArchRule ONLY_THE_REGISTRY_LEADS_TO_METHODS = noClasses()
            .that()
            .resideInAPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ws402.gateway.methods..", "org.web3j..");

    @ArchTest
    static final ArchRule ROUTES_HAVE_NO_STATE_OF_THEIR_OWN = classes()
            .that()
            .resideInAPackage(APP)
            .and()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .haveOnlyFinalFields();
}
