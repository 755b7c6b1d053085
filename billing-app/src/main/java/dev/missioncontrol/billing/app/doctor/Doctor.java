package dev.missioncontrol.billing.app.doctor;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.app.AtStripe;
import dev.missioncontrol.billing.app.StoreAccess;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationErrors;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.ConfigurationReader.Stored;
import dev.missioncontrol.billing.persistence.DatabaseCheckup;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.persistence.SchemaState;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.stripe.AccountFinding;
import dev.missioncontrol.billing.usecase.BillingSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at everything, as far as it can: what is away or wrong is a finding, and the rest is looked at all the same. */
public final class Doctor {
    private static final String PROVIDER = "provider";

    private final Map<String, String> variables;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(Map<String, String> variables, InstantSource clock) {
        this.variables = variables;
        this.clock = clock;
    }

    /**
     * Looks; changes nothing.
     *
     * @param variables as {@code serve} would read them
     * @param clock this machine's
     */
    public static List<Finding> examine(Map<String, String> variables, InstantSource clock) {
        Doctor doctor = new Doctor(variables, clock);
        doctor.findings.addAll(ConfigurationExam.of(variables));
        doctor.database();
        doctor.provider();
        doctor.receivers();
        doctor.tokens();
        doctor.seats();
        return List.copyOf(doctor.findings);
    }

    private void database() {
        Stored stored;
        try {
            stored = ConfigurationReader.forMigrate(only("DATABASE_", "BILLING_SCHEMA"));
        } catch (ConfigurationErrors told) {
            findings.add(notLookedAt("database"));
            return;
        }
        DiskExam.of(stored.database()).ifPresent(findings::add);
        try (HikariDataSource source = StoreAccess.pool(stored.database().onlyIfThere())) {
            DatabaseCheckup seen = DatabaseCheckup.of(source, stored.schema(), clock);
            findings.addAll(DatabaseExam.of(seen, stored.schema()));
            if (seen.schema() == SchemaState.UP_TO_DATE) rows(source, stored);
        } catch (StoreException | IllegalStateException e) {
            findings.add(DatabaseExam.away(String.valueOf(e.getMessage()), stored.database()));
        }
    }

    /** What can't be seen is not counted: nothing would seem to wait. */
    private void rows(HikariDataSource source, Stored stored) {
        if (!stored.database().rowSecurity() && JdbiBillingStore.rowSecurityHides(source, stored.schema())) {
            findings.add(DatabaseExam.hidden(stored.schema()));
            return;
        }
        if (stored.database().rowSecurity() && !JdbiBillingStore.rowSecurityBinds(source, stored.schema()))
            findings.add(DatabaseExam.unsecured(stored.schema()));
        work(StoreAccess.store(source, stored.database(), stored.schema()));
    }

    private void work(JdbiBillingStore store) {
        findings.addAll(store.inTransaction(tx -> WorkExam.of(
                tx.measures().backlog(),
                tx.measures().jobs(),
                tx.measures().abandoned(WorkExam.ABANDONED),
                sweepInterval())));
        liveKey()
                .flatMap(live -> store.inTransaction(tx -> WorkExam.otherMode(
                        tx.measures().livingOf(!live), tx.measures().livingOf(live), live)))
                .ifPresent(findings::add);
    }

    /** Absent without a key, and where the configuration does not say which. */
    private Optional<Boolean> liveKey() {
        try {
            Configuration read = ConfigurationReader.forServe(variables);
            return read.placeholderMode() ? Optional.empty() : Optional.of(read.liveKey());
        } catch (ConfigurationErrors told) {
            return Optional.empty();
        }
    }

    private Duration sweepInterval() {
        try {
            return ConfigurationReader.forServe(variables).settings().sweepInterval();
        } catch (ConfigurationErrors told) {
            return BillingSettings.STANDARD_SWEEP_INTERVAL;
        }
    }

    private void provider() {
        Configuration read;
        try {
            read = ConfigurationReader.forStripe(only(
                    "STRIPE_",
                    "BILLING_CATALOG",
                    "BILLING_BASE_URL",
                    "BILLING_HOST",
                    "BILLING_PORT",
                    "BILLING_PROFILE",
                    "BILLING_AUTOMATIC_TAX"));
        } catch (ConfigurationErrors told) {
            findings.add(notLookedAt(PROVIDER));
            return;
        }
        AtStripe.of(read)
                .ifPresentOrElse(
                        stripe -> stripe.account().diagnose(stripe.wishes()).forEach(one -> findings.add(finding(one))),
                        () -> findings.add(Finding.ok(PROVIDER, "none: the sandbox answers")));
    }

    private void receivers() {
        try {
            findings.addAll(ReceiverExam.of(ConfigurationReader.forEvents(only("BILLING_EVENT_"))));
        } catch (ConfigurationErrors told) {
            findings.add(notLookedAt("receivers"));
        }
    }

    private void tokens() {
        try {
            findings.add(KeysExam.of(ConfigurationReader.forTokens(only("BILLING_JWT_"))));
        } catch (ConfigurationErrors told) {
            findings.add(notLookedAt(KeysExam.AREA));
        }
    }

    private void seats() {
        try {
            findings.add(SeatsExam.of(ConfigurationReader.forSeats(only("BILLING_SEAT_USAGE_"))));
        } catch (ConfigurationErrors told) {
            findings.add(notLookedAt(SeatsExam.AREA));
        }
    }

    /** What begins so: a mistake elsewhere is told already, and keeps nobody from looking here. */
    private Map<String, String> only(String... beginnings) {
        return variables.entrySet().stream()
                .filter(one -> Stream.of(beginnings).anyMatch(one.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Finding finding(AccountFinding one) {
        String what = one.subject() + ": " + one.sentence();
        return switch (one.level()) {
            case OK -> Finding.ok(PROVIDER, what);
            case WARNING -> Finding.warning(PROVIDER, what, "it works, and not as you may think", one.remedy());
            case WRONG -> Finding.fault(PROVIDER, what, "customers can't pay, or we don't hear of it", one.remedy());
            case UNKNOWN -> Finding.warning(PROVIDER, what, "nobody knows whether it is right", one.remedy());
        };
    }

    private static Finding notLookedAt(String area) {
        return Finding.warning(
                area,
                "it was not looked at",
                "the configuration does not say where it is",
                "mend the configuration, and ask again");
    }
}
