package dev.missioncontrol.billing.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.missioncontrol.billing.architecture.House.ACCOUNT;
import static dev.missioncontrol.billing.architecture.House.APP;
import static dev.missioncontrol.billing.architecture.House.COMMANDS;
import static dev.missioncontrol.billing.architecture.House.DECIDING;
import static dev.missioncontrol.billing.architecture.House.DOMAIN;
import static dev.missioncontrol.billing.architecture.House.HTTP;
import static dev.missioncontrol.billing.architecture.House.ID;
import static dev.missioncontrol.billing.architecture.House.OUTSIDE_THE_DOMAIN;
import static dev.missioncontrol.billing.architecture.House.PERSISTENCE;
import static dev.missioncontrol.billing.architecture.House.PLAN;
import static dev.missioncontrol.billing.architecture.House.PROVIDER;
import static dev.missioncontrol.billing.architecture.House.ROOT;
import static dev.missioncontrol.billing.architecture.House.SANDBOX;
import static dev.missioncontrol.billing.architecture.House.STORE;
import static dev.missioncontrol.billing.architecture.House.STRIPE;
import static dev.missioncontrol.billing.architecture.House.USE_CASE;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The hexagon and the floors of the domain, held by the build. */
@AnalyzeClasses(
        packages = ROOT,
        importOptions = {ImportOption.DoNotIncludeTests.class, House.WithoutTestJars.class})
class ArchitectureTest {
    private static final DescribedPredicate<JavaAccess<?>> READ_THE_CLOCK = targetOwner(
                    resideInAnyPackage("java.time.."))
            .and(target(name("now")))
            .or(callOf(System.class, "currentTimeMillis|nanoTime"))
            .as("read the machine's clock");

    private static final DescribedPredicate<JavaAccess<?>> ROLL_DICE = callOf(UUID.class, "randomUUID")
            .or(callOf(Math.class, "random"))
            .or(callOf(ThreadLocalRandom.class, "current"))
            .or(callOf(Random.class, "<init>"))
            .as("roll dice");

    private static final DescribedPredicate<JavaAccess<?>> SLEEP =
            callOf(Thread.class, "sleep").as("sleep");

    private static final DescribedPredicate<JavaAccess<?>> PRINT = callOf(System.class, "out|err")
            .or(targetOwner(assignableTo(Throwable.class)).and(target(name("printStackTrace"))))
            .as("print");

    @ArchTest
    static final ArchRule the_domain_knows_only_itself_and_java = classes()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(House.both(DOMAIN, "java..", "org.jspecify.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule every_class_has_a_room_in_the_house = classes()
            .should()
            .resideInAnyPackage(House.both(DOMAIN, OUTSIDE_THE_DOMAIN))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule each_floor_of_the_domain_stands_only_on_the_floors_below_it = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("id")
            .definedBy(ID)
            .layer("plan")
            .definedBy(PLAN)
            .layer("provider")
            .definedBy(PROVIDER)
            .layer("account")
            .definedBy(ACCOUNT)
            .layer("store")
            .definedBy(STORE)
            .layer("usecase")
            .definedBy(USE_CASE)
            .layer("root")
            .definedBy(ROOT)
            .layer("sandbox")
            .definedBy(SANDBOX)
            .whereLayer("id")
            .mayNotAccessAnyLayer()
            .whereLayer("plan")
            .mayOnlyAccessLayers("id")
            .whereLayer("provider")
            .mayOnlyAccessLayers("id", "plan")
            .whereLayer("account")
            .mayOnlyAccessLayers("id", "plan", "provider")
            .whereLayer("store")
            .mayOnlyAccessLayers("id", "plan", "provider", "account")
            .whereLayer("usecase")
            .mayOnlyAccessLayers("id", "plan", "provider", "account", "store")
            .whereLayer("root")
            .mayOnlyAccessLayers("id", "plan", "provider", "account", "store", "usecase");

    @ArchTest
    static final ArchRule packages_have_no_circles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_stripe_adapter_knows_no_other_adapter = adapterKnowsNone(STRIPE, PERSISTENCE, HTTP);

    @ArchTest
    static final ArchRule the_persistence_adapter_knows_no_other_adapter = adapterKnowsNone(PERSISTENCE, STRIPE, HTTP);

    @ArchTest
    static final ArchRule the_http_adapter_knows_no_other_adapter = adapterKnowsNone(HTTP, STRIPE, PERSISTENCE);

    @ArchTest
    static final ArchRule nobody_knows_the_application = noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(APP)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stripes_library_stays_in_the_stripe_adapter =
            staysIn(new String[] {STRIPE}, "com.stripe..", "com.google.gson..");

    @ArchTest
    static final ArchRule sql_stays_in_persistence =
            staysIn(new String[] {PERSISTENCE}, "java.sql..", "org.jdbi..", "org.flywaydb..");

    @ArchTest
    static final ArchRule a_data_source_goes_no_further_than_persistence_and_wiring =
            staysIn(new String[] {PERSISTENCE, APP}, "javax.sql..", "com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule javalin_stays_in_http_and_wiring =
            staysIn(new String[] {HTTP, APP}, "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule what_decides_holds_no_clock_no_dice_and_no_thread = noClasses()
            .that()
            .resideInAnyPackage(DECIDING)
            .should()
            .dependOnClassesThat(assignableTo(Clock.class)
                    .or(equivalentTo(InstantSource.class))
                    .or(assignableTo(RandomGenerator.class))
                    .or(assignableTo(Thread.class))
                    .or(assignableTo(Executor.class))
                    .or(equivalentTo(Timer.class)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_domain_never_reads_the_machines_clock = domainNever(READ_THE_CLOCK);

    @ArchTest
    static final ArchRule the_domain_never_rolls_dice_of_its_own = domainNever(ROLL_DICE);

    @ArchTest
    static final ArchRule the_domain_never_sleeps = domainNever(SLEEP);

    @ArchTest
    static final ArchRule only_commands_print = noClasses()
            .that()
            .resideOutsideOfPackage(COMMANDS)
            .should()
            .accessTargetWhere(PRINT)
            .allowEmptyShould(true);

    private static ArchRule adapterKnowsNone(String adapter, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(adapter)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }

    private static ArchRule staysIn(String[] rooms, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .allowEmptyShould(true);
    }

    private static ArchRule domainNever(DescribedPredicate<JavaAccess<?>> deed) {
        return noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .accessTargetWhere(deed)
                .allowEmptyShould(true);
    }

    /** Matches method references and fields too: {@code Instant::now} reads the clock as well as {@code Instant.now()}. */
    private static DescribedPredicate<JavaAccess<?>> callOf(Class<?> owner, String names) {
        return targetOwner(equivalentTo(owner)).and(target(nameMatching(names)));
    }
}
