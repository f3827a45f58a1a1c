package io.ws402.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ws402.server.session.SessionState;

/** The packages of the server and who may know whom. */
@AnalyzeClasses(packages = "io.ws402.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("io.ws402.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_KNOWS_ONLY_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("pricing")
            .definedBy("io.ws402.server.pricing..")
            .layer("metrics")
            .definedBy("io.ws402.server.metrics..")
            .layer("journal")
            .definedBy("io.ws402.server.journal..")
            .layer("session")
            .definedBy("io.ws402.server.session..")
            .layer("resource")
            .definedBy("io.ws402.server.resource..")
            .layer("socket")
            .definedBy("io.ws402.server.socket..")
            .layer("http")
            .definedBy("io.ws402.server.http..")
            .layer("app")
            .definedBy("io.ws402.server.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("socket")
            .mayOnlyBeAccessedByLayers("http")
            .whereLayer("resource")
            .mayOnlyBeAccessedByLayers("socket", "http", "app")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("http", "app")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("session", "app")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("journal", "session", "http", "app");

    @ArchTest
    static final ArchRule PRICING_IS_PURE = noClasses()
            .that()
            .resideInAPackage("io.ws402.server.pricing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "org.slf4j..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule STATES_AND_CLOCKWORK_ARE_PURE = noClasses()
            .that()
            .areAssignableTo(SessionState.class)
            .or()
            .haveSimpleNameStartingWith("Session")
            .and()
            .haveSimpleNameEndingWith("State")
            .or()
            .haveSimpleName("Pulse")
            .or()
            .haveSimpleName("Ticker")
            .or()
            .haveSimpleName("DeadlineHeap")
            .or()
            .haveFullyQualifiedName("io.ws402.server.session.Session")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule ONLY_THE_RUNNABLE_SERVER_KNOWS_THE_PROXY = noClasses()
            .that()
            .resideOutsideOfPackage("io.ws402.server.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ws402.proxy..");
}
