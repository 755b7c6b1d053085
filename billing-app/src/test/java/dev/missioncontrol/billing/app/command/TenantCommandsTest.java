package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporting and erasing a tenant as an operator types it, with Stripe's API over HTTP. */
class TenantCommandsTest {
    private static final BillingMetadata ACMES =
            new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.empty());

    @TempDir
    private Path folder;

    private OperatorsDesk desk;
    private CustomerId customer;
    private SubscriptionId subscription;

    @BeforeEach
    void open() {
        desk = new OperatorsDesk(folder);
        customer = desk.customer("acme");
        subscription = desk.subscription("acme", customer, ACMES);
        desk.type("bind", "--tenant", "acme", "--customer", customer.value(), "--reason", "ours");
        desk.deliver();
        desk.type("refresh", "--tenant", "acme");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private OperatorsDesk.Answer erase(String... more) {
        String[] words = new String[3 + more.length];
        System.arraycopy(new String[] {"tenant", "erase", "acme"}, 0, words, 0, 3);
        System.arraycopy(more, 0, words, 3, more.length);
        return desk.type(words);
    }

    private Set<String> exportedTables() {
        Set<String> tables = new TreeSet<>();
        for (JsonNode row : desk.type("tenant", "export", "acme").json().path("rows"))
            tables.add(row.path("table").textValue());
        return tables;
    }

    @Test
    void an_export_is_one_document_with_every_table_that_has_something() {
        OperatorsDesk.Answer answer = desk.type("tenant", "export", "acme");
        assertThat(answer.code()).isZero();
        assertThat(exportedTables())
                .containsExactlyInAnyOrder(
                        "tenants",
                        "subscriptions",
                        "customers",
                        "tracked_subscriptions",
                        "webhook_events",
                        "billing_outbox",
                        "billing_audit",
                        "billing_changes");
        assertThat(answer.json().at("/rows/0/columns/tenant_id").textValue()).isEqualTo("acme");
        assertThat(answer.out()).contains(customer.value(), subscription.value());
        OperatorsDesk.Answer never = desk.type("tenant", "export", "nobody");
        assertThat(never.code()).isEqualTo(1);
        assertThat(never.json().path("rows")).isEmpty();
    }

    @Test
    void erasing_needs_a_yes_a_reason_and_an_end() {
        assertThat(erase("--reason", "asked for").code()).isEqualTo(2);
        assertThat(erase("--yes").code()).isEqualTo(2);
        OperatorsDesk.Answer lives = erase("--reason", "asked for", "--yes");
        assertThat(lives.code()).isEqualTo(3);
        assertThat(lives.err()).contains(subscription.value(), "--end-subscription", "Nothing was erased");
        assertThat(exportedTables()).contains("customers");
        assertThat(desk.stripe.subscription(subscription).orElseThrow().status().word())
                .isEqualTo("active");
    }

    @Test
    void an_erased_tenant_is_ended_at_stripe_and_stays_erased() {
        OperatorsDesk.Answer answer =
                erase("--reason", "asked for", "--yes", "--end-subscription", "--delete-customer");
        assertThat(answer.code()).as("%s", answer).isZero();
        assertThat(desk.stripe.subscription(subscription).orElseThrow().status().word())
                .isEqualTo("canceled");
        assertThat(desk.stripe.customerOf(new TenantId("acme"))).isEmpty();
        // That it changed is noted for what other nodes remember, and forgotten once they could see it.
        List<String> left = List.of("tenants", "billing_audit", "erased_references", "billing_changes");
        assertThat(exportedTables()).containsExactlyInAnyOrderElementsOf(left);

        assertThat(desk.deliver()).isNotEmpty().containsOnly("ignored");

        assertThat(exportedTables()).containsExactlyInAnyOrderElementsOf(left);
        assertThat(desk.type("audit", "verify").code()).isZero();
        assertThat(desk.type("reconcile", "--apply").code()).isZero();
        assertThat(erase("--reason", "again", "--yes").out()).contains("It was before");
        assertThat(desk.type("explain", "--tenant", "acme").out()).contains("was deleted");
    }

    @Test
    void a_customer_that_was_forgotten_with_its_tenant_is_left_to_somebody_and_not_said_to_be_deleted() {
        assertThat(erase("--reason", "asked for", "--yes", "--end-subscription").code())
                .isZero();

        OperatorsDesk.Answer late = erase("--reason", "asked for", "--yes", "--delete-customer");

        assertThat(late.code()).as("%s", late).isEqualTo(3);
        assertThat(late.out()).contains("The tenant acme is erased. It was before");
        assertThat(late.err()).contains("[" + customer + "]", "dashboard").doesNotContain("Nothing was erased");
        assertThat(desk.stripe.customerOf(new TenantId("acme"))).contains(customer);
    }

    @Test
    void a_customer_that_it_was_bound_to_before_is_left_to_somebody_and_named_until_it_is_deleted() {
        CustomerId merged = desk.customer("acme");
        desk.type("bind", "--tenant", "acme", "--customer", merged.value(), "--reason", "two accounts became one");

        OperatorsDesk.Answer answer =
                erase("--reason", "asked for", "--yes", "--end-subscription", "--delete-customer");

        assertThat(answer.code()).as("%s", answer).isEqualTo(3);
        assertThat(answer.out()).contains("The tenant acme is erased.");
        assertThat(answer.err()).contains("[" + customer + "]", "dashboard").doesNotContain("Nothing was erased");
        assertThat(desk.stripe.customerDeleted(merged)).isTrue();
        assertThat(desk.stripe.customerDeleted(customer)).isFalse();

        desk.stripe.deleteCustomer(customer);
        assertThat(erase("--reason", "asked for", "--yes", "--delete-customer").code())
                .isZero();
    }

    @Test
    void a_key_that_may_not_delete_customers_is_said_with_what_is_left_and_how_to_finish() {
        desk.faults().answer("DELETE /v1/customers", 403, 1);

        OperatorsDesk.Answer refused =
                erase("--reason", "asked for", "--yes", "--end-subscription", "--delete-customer");
        assertThat(refused.code()).as("%s", refused).isEqualTo(1);
        assertThat(refused.out()).contains("is a tombstone");
        assertThat(refused.err())
                .contains(customer.value(), "could not be deleted", "To finish")
                .doesNotContain("Nothing was erased");
        assertThat(exportedTables()).contains("customers");

        assertThat(erase("--reason", "asked for", "--yes").code()).isZero();
        assertThat(desk.stripe.customerOf(new TenantId("acme"))).isEmpty();
        assertThat(exportedTables()).doesNotContain("customers");
    }

    @Test
    void without_a_provider_what_lives_can_not_be_ended() {
        OperatorsDesk.Answer answer = desk.typeWith(
                desk.placeholders(), "tenant", "erase", "acme", "--reason", "why", "--yes", "--end-subscription");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("There is no payment provider configured");
    }

    @Test
    void one_who_was_never_seen_is_said() {
        OperatorsDesk.Answer answer = desk.type("tenant", "erase", "nobody", "--reason", "why", "--yes");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("never seen");
    }
}
