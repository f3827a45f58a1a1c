package io.ws402.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(packages = "io.ws402.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> FLOATING = describe(
            "a floating-point number",
            type -> Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                    .contains(type.getName()));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.ws402.protocol.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule moneyDependsOnNothing = classes()
            .that()
            .resideInAPackage("..money")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..money", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule jsonKnowsNothingOfPayments = noClasses()
            .that()
            .resideInAPackage("..json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..payment", "..message", "..gateway", "..config");

    @ArchTest
    static final ArchRule theContractKnowsNothingOfTheWire = noClasses()
            .that()
            .resideInAPackage("..payment")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..message", "..gateway", "..config");

    @ArchTest
    static final ArchRule thereIsNoServerAndNoClientHere = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.core.net..", "io.vertx.ext..", "java.net.http..");

    @ArchTest
    static final ArchRule nothingIsKeptInFloatingPoint = noFields().should().haveRawType(FLOATING);

    @ArchTest
    static final ArchRule nothingIsAnsweredInFloatingPoint =
            noMethods().should().haveRawReturnType(FLOATING);

    @ArchTest
    static final ArchRule nobodyAsksTheWallClock = noClasses().should().callMethod(System.class, "currentTimeMillis");
}
