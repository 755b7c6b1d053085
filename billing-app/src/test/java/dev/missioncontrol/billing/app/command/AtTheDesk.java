package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what operators type, each at a desk of its own. */
abstract class AtTheDesk {
    @TempDir
    Path folder;

    OperatorsDesk desk;

    @BeforeEach
    final void open() {
        desk = new OperatorsDesk(folder);
    }

    @AfterEach
    final void close() {
        desk.close();
    }

    /** A subscription that the provider had before, and that was taken over with {@code import}. */
    final SubscriptionId adopted(String tenant) {
        CustomerId customer = desk.customer(tenant);
        SubscriptionId subscription = desk.subscription(tenant, customer, BillingMetadata.NONE);
        Path file = desk.write(tenant + ".csv", List.of("tenant,customer", tenant + "," + customer));
        OperatorsDesk.Answer answer = desk.type("import", "--file", file.toString(), "--apply");
        assertThat(answer.code()).as("%s", answer).isZero();
        return subscription;
    }
}
