package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What `reconcile` finds and mends, and what its exit code says; on a database in a file and Stripe's API over HTTP. */
class ReconcileCommandTest extends AtTheDesk {
    @Test
    void drift_is_found_with_3_mended_with_0_and_then_there_is_none() {
        SubscriptionId subscription = adopted("acme");
        assertThat(desk.type("reconcile", "--dry-run").code()).isZero();
        desk.stripe.cancelNow(subscription);
        OperatorsDesk.Answer found = desk.type("reconcile", "--dry-run");
        assertThat(found.code()).isEqualTo(3);
        assertThat(found.out())
                .contains("WHAT", "status", "acme", subscription.value(), "active", "canceled", "found")
                .contains("1 differ, 0 mended, 1 left.");
        OperatorsDesk.Answer mended = desk.type("reconcile", "--apply", "--tenant", "acme");
        assertThat(mended.code()).isZero();
        assertThat(mended.out()).contains("mended");
        assertThat(desk.type("reconcile", "--apply").code()).isZero();
        assertThat(desk.type("explain", "--tenant", "acme").out()).startsWith("Tenant acme: free, canceled");
    }

    @Test
    void who_was_left_out_is_said_at_the_end_and_the_others_are_mended() {
        SubscriptionId broken = adopted("acme");
        SubscriptionId other = adopted("globex");
        desk.execute("update billing.tracked_subscriptions set registers = '{' where tenant_id = 'acme'");
        desk.stripe.cancelNow(other);

        OperatorsDesk.Answer answer = desk.type("reconcile", "--apply");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out().lines().filter(line -> line.startsWith("unreadable")))
                .hasSize(2)
                .anyMatch(line -> line.contains(broken.value()));
        assertThat(answer.out())
                .contains("1 mended, 2 left.")
                .endsWith(
                        "Left out, since somebody holds them, they can't be read or the provider does not answer for them: "
                                + broken.value() + ", acme." + System.lineSeparator());
        assertThat(desk.type("explain", "--tenant", "globex").out()).startsWith("Tenant globex: free, canceled");
        assertThat(desk.type("reconcile", "--dry-run", "--json").json().findValuesAsText("kind"))
                .containsExactly("unreadable", "unreadable");
    }

    @Test
    void a_price_that_was_forgotten_is_found_with_3() throws IOException {
        CustomerId customer = desk.customer("acme");
        SubscriptionId subscription = desk.subscription("acme", customer, BillingMetadata.NONE);
        Path file = desk.write("acme.csv", List.of("tenant,customer", "acme," + customer));
        Path forgetful = desk.with("STRIPE_PRICE_PRO_MONTHLY=price_1new");
        assertThat(desk.typeWith(forgetful, "import", "--file", file.toString(), "--apply")
                        .code())
                .isZero();
        OperatorsDesk.Answer answer = desk.typeWith(forgetful, "reconcile", "--dry-run");
        assertThat(answer.code()).as("%s", answer).isEqualTo(3);
        assertThat(answer.out()).contains("unknown_price", "acme", subscription.value(), "retiredPrices");
    }

    @Test
    void a_tenant_that_pays_twice_is_no_uncaught_exception() {
        adopted("acme");
        CustomerId customer = desk.stripe.customerOf(new TenantId("acme")).orElseThrow();
        desk.subscription("acme", customer, BillingMetadata.NONE);
        List<Throwable> uncaught = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        try {
            assertThat(desk.type("reconcile", "--apply").out()).contains("missing_here");
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(uncaught).isEmpty();
    }

    @Test
    void a_run_that_was_stopped_a_month_ago_is_not_gone_on_with_and_that_is_said() {
        SubscriptionId subscription = adopted("acme");
        desk.stripe.cancelNow(subscription);
        String begun = "2026-01-01T00:00:00Z";
        for (String job : List.of("reconcile-dry-run", "reconcile-apply"))
            desk.execute("insert into billing.billing_jobs (job_name, token, job_cursor, last_result) values ('" + job
                    + "', 1, '7 0 0 0 0 CHECKOUTS " + begun + "', 'stopped')");
        OperatorsDesk.Answer found = desk.type("reconcile", "--dry-run", "--json");
        assertThat(found.code()).as(found.out()).isEqualTo(3);
        assertThat(found.json().at("/summary/goneOnFrom").isNull()).isTrue();
        assertThat(found.json().at("/summary/leftBehind").textValue()).isEqualTo(begun);
        OperatorsDesk.Answer mended = desk.type("reconcile", "--apply");
        assertThat(mended.code()).isZero();
        assertThat(mended.out())
                .contains("mended", begun, "this one began anew")
                .doesNotContain("gone on with.");
    }

    @Test
    void drift_as_json_is_one_document() {
        SubscriptionId nobodys = desk.subscription("acme", desk.customer("acme"), BillingMetadata.NONE);
        OperatorsDesk.Answer answer = desk.type("reconcile", "--apply", "--json");
        assertThat(answer.code()).isEqualTo(3);
        JsonNode json = answer.json();
        assertThat(json.at("/drift/0/kind").textValue()).isEqualTo("ownerless");
        assertThat(json.at("/drift/0/subscription").textValue()).isEqualTo(nobodys.value());
        assertThat(json.at("/drift/0/tenant").isNull()).isTrue();
        assertThat(json.at("/drift/0/done").textValue()).isEqualTo("left");
        assertThat(json.at("/summary/left").intValue()).isEqualTo(1);
        assertThat(json.at("/finished").booleanValue()).isTrue();
    }

    @Test
    void a_key_of_another_account_is_one_loud_finding_and_nobodys_plan_changes() {
        adopted("acme");
        desk.execute("update billing.tracked_subscriptions set subscription_id = 'sub_of_another_account'");
        desk.execute("update billing.subscriptions set stripe_subscription_id = 'sub_of_another_account'");
        OperatorsDesk.Answer answer = desk.type("reconcile", "--apply");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out()).contains("missing_there").contains("the key, mode or account is another");
        assertThat(desk.type("explain", "--tenant", "acme").out()).contains("is active and has");
    }
}
