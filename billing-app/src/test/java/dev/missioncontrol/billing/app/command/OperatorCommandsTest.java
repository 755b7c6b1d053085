package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators type, what they read, and what the exit code says; on a database in a file and Stripe's API over HTTP. */
class OperatorCommandsTest extends AtTheDesk {
    private static final BillingMetadata GLOBEXS =
            new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty());

    @Test
    void why_is_this_tenant_on_free_fits_on_a_screen() {
        SubscriptionId subscription = adopted("acme");
        desk.stripe.cancelNow(subscription);
        desk.deliver();
        desk.type("refresh", "--tenant", "acme");
        OperatorsDesk.Answer answer = desk.type("explain", "--tenant", "acme");
        assertThat(answer.code()).isZero();
        assertThat(answer.out().lines().count()).isLessThanOrEqualTo(24);
        assertThat(answer.out())
                .contains("The plan is free because " + subscription + " ended")
                .contains("Before it ended the plan was pro.")
                .contains("customer.subscription.deleted")
                .contains("decided by webhook")
                .contains("pro, active, 1 seat -> free, canceled, 1 seat");
        JsonNode json = desk.type("explain", "--tenant", "acme", "--json").json();
        assertThat(json.at("/has/plan").textValue()).isEqualTo("free");
        assertThat(json.at("/subscriptions/0/counts").booleanValue()).isTrue();
        assertThat(json.at("/timeline").size()).isGreaterThan(3);
    }

    @Test
    void with_an_old_catalogue_nothing_is_taken_from_who_bought_what_is_not_in_it() throws IOException {
        adopted("acme");
        Path old = desk.with("STRIPE_PRICE_PRO_MONTHLY=price_1of2024");
        assertThat(desk.typeWith(old, "explain", "--tenant", "acme").out())
                .startsWith("Tenant acme: pro, active")
                .contains("by another catalogue");
        OperatorsDesk.Answer refreshed = desk.typeWith(old, "refresh", "--tenant", "acme");
        assertThat(refreshed.code()).isZero();
        assertThat(refreshed.out()).startsWith("Left to the workers: [");
        assertThat(desk.type("explain", "--tenant", "acme").out())
                .startsWith("Tenant acme: pro, active")
                .doesNotContain("by another catalogue", "-> free");
    }

    @Test
    void one_who_was_never_seen_is_explained_too() {
        OperatorsDesk.Answer answer = desk.type("explain", "--tenant", "nobody");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).contains("nothing was ever heard of this tenant");
    }

    @Test
    void a_quarantine_is_seen_settled_by_bind_and_stands_in_the_audit() {
        CustomerId customer = desk.customer("acme");
        assertThat(desk.type("bind", "--tenant", "acme", "--customer", customer.value(), "--reason", "ours")
                        .code())
                .isZero();
        SubscriptionId disputed = desk.subscription("acme", customer, GLOBEXS);
        assertThat(desk.deliver()).contains("quarantined");
        OperatorsDesk.Answer listed = desk.type("events", "list", "--outcome", "quarantined");
        assertThat(listed.out()).contains("RECEIVED").contains(disputed.value()).contains("acme, globex");
        JsonNode json = desk.type("events", "list", "--outcome", "quarantined", "--json")
                .json();
        assertThat(json.at("/events/0/subscription").textValue()).isEqualTo(disputed.value());
        OperatorsDesk.Answer bound =
                desk.type("bind", "--tenant", "acme", "--customer", customer.value(), "--reason", "ticket 12");
        assertThat(bound.code()).isZero();
        assertThat(bound.out()).contains("Fetched [" + disputed + "]");
        assertThat(desk.type("events", "list", "--outcome", "quarantined").out())
                .contains("No event is quarantined.");
        assertThat(desk.type("explain", "--tenant", "acme").out())
                .contains("decided by operator: bound to the customer " + customer + " by ")
                .contains(": ticket 12")
                .startsWith("Tenant acme: pro, active");
    }

    @Test
    void a_list_that_was_cut_says_so_in_the_document_and_one_that_was_not_does_not() {
        adopted("acme");
        desk.deliver();
        String[] all = {"events", "list", "--outcome", "applied", "--json", "--limit", "1000"};
        int there = desk.type(all).json().at("/events").size();
        assertThat(there).isGreaterThan(1);
        all[6] = Integer.toString(there);
        OperatorsDesk.Answer whole = desk.type(all);
        assertThat(whole.json().at("/more").isBoolean()).isTrue();
        assertThat(whole.json().at("/more").booleanValue()).isFalse();
        assertThat(whole.err()).doesNotContain("more");
        all[6] = Integer.toString(there - 1);
        OperatorsDesk.Answer cut = desk.type(all);
        assertThat(cut.json().at("/more").booleanValue()).isTrue();
        assertThat(cut.err()).contains("There are more");
    }

    @Test
    void a_dead_event_is_replayed() {
        adopted("acme");
        desk.deliver();
        desk.execute("update billing.webhook_events set outcome = 'dead', reason = 'a fault'"
                + " where event_type = 'customer.subscription.created'");
        JsonNode dead =
                desk.type("events", "list", "--outcome", "dead", "--json").json();
        String id = dead.at("/events/0/id").textValue();
        OperatorsDesk.Answer replayed = desk.type("events", "replay", id);
        assertThat(replayed.out()).contains("was dead, and is applied");
        assertThat(replayed.code()).isZero();
        assertThat(desk.type("events", "list", "--outcome", "dead").out()).contains("No event is dead.");
        assertThat(desk.type("events", "replay", "evt_nobody").code()).isEqualTo(1);
    }

    @Test
    void a_customer_that_is_anothers_or_not_there_is_not_bound() {
        CustomerId customer = desk.customer("acme");
        desk.type("bind", "--tenant", "acme", "--customer", customer.value(), "--reason", "ours");
        OperatorsDesk.Answer taken =
                desk.type("bind", "--tenant", "globex", "--customer", customer.value(), "--reason", "theirs");
        assertThat(taken.code()).isEqualTo(1);
        assertThat(taken.err()).contains("is bound to the tenant acme");
        OperatorsDesk.Answer unknown =
                desk.type("bind", "--tenant", "globex", "--customer", "cus_nobody", "--reason", "theirs");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("does not have the customer");
        assertThat(desk.type("bind", "--tenant", "a b", "--customer", "c", "--reason", "r")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void the_audit_is_sound_until_somebody_touches_it() {
        adopted("acme");
        adopted("globex");
        OperatorsDesk.Answer sound = desk.type("audit", "verify");
        assertThat(sound.code()).isZero();
        assertThat(sound.out()).contains("of 2 tenants: all is as it was written.");
        desk.execute("update billing.billing_audit set decision_rule = 'forged'"
                + " where tenant_id = 'acme' and sequence_no = 1");
        OperatorsDesk.Answer forged = desk.type("audit", "verify");
        assertThat(forged.code()).isEqualTo(3);
        assertThat(forged.out()).contains("changed: tenant acme, row 1");
        assertThat(desk.type("audit", "verify", "--tenant", "globex").code()).isZero();
        JsonNode json = desk.type("audit", "verify", "--json").json();
        assertThat(json.at("/sound").booleanValue()).isFalse();
        assertThat(json.at("/faults/0/kind").textValue()).isEqualTo("changed");
        assertThat(desk.type("audit", "verify", "--tenant", "nobody").code()).isEqualTo(1);
    }

    @Test
    void an_audit_that_is_nobodys_is_found_and_hides_no_other() {
        adopted("acme");
        desk.execute(
                "insert into billing.tenants (tenant_id, pseudonym, created_at, audit_head, audit_length, event_length)"
                        + " values ('no id', 'p', current_timestamp, '', 0, 0)");
        OperatorsDesk.Answer lines = desk.type("audit", "verify");
        assertThat(lines.code()).isEqualTo(3);
        assertThat(lines.out()).contains("unreadable: a row of tenants has the id 'no id'", "of 1 tenants: 1 faults.");
        JsonNode json = desk.type("audit", "verify", "--json").json();
        assertThat(json.at("/sound").booleanValue()).isFalse();
        assertThat(json.at("/unreadableTenants/0").textValue()).isEqualTo("'no id'");
        assertThat(json.at("/tenants").intValue()).isEqualTo(1);
    }

    @Test
    void what_can_not_be_read_hides_nothing_else_from_a_list_of_events_nor_from_an_explanation() {
        adopted("acme");
        SubscriptionId bought = adopted("globex");
        desk.deliver();
        JsonNode events =
                desk.type("events", "list", "--outcome", "APPLIED", "--json").json();
        assertThat(events.at("/unreadable")).isEmpty();
        int all = events.at("/events").size();
        String broken = events.at("/events/0/id").textValue();
        desk.execute("update billing.webhook_events set subscription_id = 'no id' where event_id = '" + broken + "'");
        OperatorsDesk.Answer list = desk.type("events", "list", "--outcome", "APPLIED");
        assertThat(list.code()).isEqualTo(3);
        assertThat(list.out().lines()).hasSize(1 + all);
        assertThat(list.out())
                .contains("Left out, since it can't be read: the event '" + broken + "' in webhook_events");
        JsonNode json =
                desk.type("events", "list", "--outcome", "APPLIED", "--json").json();
        assertThat(json.at("/events")).hasSize(all - 1);
        assertThat(json.at("/unreadable/0").textValue()).contains(broken);

        desk.execute("update billing.tracked_subscriptions set registers = '{' where tenant_id = 'globex'");
        OperatorsDesk.Answer why = desk.type("explain", "--tenant", "globex");
        assertThat(why.code()).isEqualTo(3);
        assertThat(why.out())
                .startsWith("Tenant globex: pro, active")
                .contains("Left out, since it can't be read: the subscription '" + bought + "'");
        assertThat(desk.type("explain", "--tenant", "globex", "--json")
                        .json()
                        .at("/unreadable/0")
                        .textValue())
                .contains(bought.value());
        assertThat(desk.type("explain", "--tenant", "acme", "--json")
                        .json()
                        .at("/why/0")
                        .textValue())
                .startsWith("The plan is pro because");
    }

    @Test
    void an_explanation_says_which_row_and_what_to_do_where_what_a_tenant_has_can_not_be_read() {
        SubscriptionId bought = adopted("acme");
        desk.deliver();
        desk.execute("update billing.subscriptions set stripe_customer_id = 'no id' where tenant_id = 'acme'");
        OperatorsDesk.Answer why = desk.type("explain", "--tenant", "acme");
        assertThat(why.code()).isEqualTo(3);
        assertThat(why.out())
                .startsWith("Tenant acme: what it has can't be read")
                .contains(
                        "Its row in subscriptions can't be read",
                        "The plan is pro because " + bought,
                        "Left out, since it can't be read: its row in subscriptions: ",
                        "Mend what can't be read by hand or from a backup.",
                        "customer.subscription.");
        JsonNode json = desk.type("explain", "--tenant", "acme", "--json").json();
        assertThat(json.at("/has").isNull()).isTrue();
        assertThat(json.at("/access").isNull()).isTrue();
        assertThat(json.at("/unreadable/0").textValue()).startsWith("its row in subscriptions: ");
        assertThat(json.at("/timeline")).isNotEmpty();
    }

    @Test
    void in_placeholder_mode_they_say_what_can_not_be_done_from_here() {
        adopted("acme");
        Path placeholders = desk.placeholders();
        OperatorsDesk.Answer compared = desk.typeWith(placeholders, "reconcile", "--dry-run");
        assertThat(compared.code()).isEqualTo(2);
        assertThat(compared.err()).contains("the sandbox lives inside the process that serves");
        OperatorsDesk.Answer refreshed = desk.typeWith(placeholders, "refresh", "--tenant", "acme");
        assertThat(refreshed.code()).isZero();
        assertThat(refreshed.out()).contains("Left to the workers");
        assertThat(desk.typeWith(placeholders, "explain", "--tenant", "acme").code())
                .isZero();
        assertThat(desk.typeWith(placeholders, "audit", "verify").code()).isZero();
    }

    @Test
    void a_schema_that_is_not_there_is_said_with_the_remedy() {
        Path elsewhere = desk.write(
                "elsewhere.env",
                List.of(
                        "BILLING_PROFILE=dev",
                        "DATABASE_URL=jdbc:h2:mem:nothing",
                        "BILLING_JWT_SECRET=" + "a1b2".repeat(16)));
        OperatorsDesk.Answer answer = desk.typeWith(elsewhere, "audit", "verify");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("is not there yet: run migrate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reconcile",
                "reconcile --dry-run --apply",
                "events list",
                "events list --outcome dead --limit 0",
                "events list --outcome dead --limit=-1",
                "import --file x",
                "explain"
            })
    void what_is_typed_by_half_is_a_mistake(String line) {
        assertThat(desk.type(line.split(" ")).code()).isEqualTo(2);
    }
}
