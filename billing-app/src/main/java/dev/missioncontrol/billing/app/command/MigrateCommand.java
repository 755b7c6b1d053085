package dev.missioncontrol.billing.app.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.app.StoreAccess;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.persistence.SchemaState;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Makes the schema, or brings it up to date: as often as one likes, on as many nodes as one likes. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Makes the database's schema, or brings it up to date. Needs only DATABASE_* and BILLING_SCHEMA.")
public final class MigrateCommand extends ConfiguredCommand {
    @Override
    public Integer call() {
        ConfigurationReader.Stored stored = ConfigurationReader.forMigrate(variables());
        SchemaState after;
        try (HikariDataSource source = StoreAccess.pool(stored.database())) {
            SchemaState before = JdbiBillingStore.schemaState(source, stored.schema());
            after = before == SchemaState.NEWER ? before : JdbiBillingStore.migrate(source, stored.schema());
            boolean secured =
                    after == SchemaState.UP_TO_DATE && stored.database().rowSecurity();
            if (secured) JdbiBillingStore.secureRows(source, stored.schema());
            out().println("Schema " + stored.schema() + ": was " + word(before) + ", is " + word(after)
                    + (secured ? ", its rows are secured." : "."));
        }
        return after == SchemaState.UP_TO_DATE ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String word(SchemaState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
