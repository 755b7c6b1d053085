package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.SubscriptionCallsTest.item;
import static dev.missioncontrol.billing.stripe.SubscriptionCallsTest.list;
import static dev.missioncontrol.billing.stripe.SubscriptionCallsTest.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrearsCallsTest extends OnStripeDouble {
    private static final String NOTHING = list(false);

    @ParameterizedTest
    @ValueSource(strings = {"past_due", "unpaid"})
    void arrears_count_from_the_oldest_open_invoice(String status) {
        Arrears arrears = fetch(status, list(false, charged(1_789_900_000L), charged(1_789_000_000L)), NOTHING)
                .orElseThrow();
        assertThat(arrears.since()).isEqualTo(Instant.ofEpochSecond(1_789_000_000L));
        assertThat(arrears.lastPaid()).isEmpty();
        assertThat(stripe.seen().get(1).parameters())
                .containsEntry("subscription", "sub_1")
                .containsEntry("status", "open");
        assertThat(stripe.seen().get(2).parameters()).containsEntry("status", "paid");
    }

    @Test
    void an_oldest_invoice_on_a_later_page_counts() {
        stripe.answers(subscription("sub_1", "past_due", item("si_1", "price_a"), false))
                .answers(list(true, charged(1_789_900_000L)))
                .answers(list(false, charged(1_788_000_000L)))
                .answers(NOTHING);
        assertThat(arrears().orElseThrow().since()).isEqualTo(Instant.ofEpochSecond(1_788_000_000L));
    }

    @Test
    void an_invoice_that_is_sent_is_overdue_from_its_due_date_and_not_before() {
        String sent = "{\"id\":\"in_1\",\"collection_method\":\"send_invoice\",\"due_date\":%d,\"created\":1780000000}";
        assertThat(fetch("past_due", list(false, sent.formatted(1_789_500_000L)), NOTHING)
                        .orElseThrow()
                        .since())
                .isEqualTo(Instant.ofEpochSecond(1_789_500_000L));
        assertThat(fetch("past_due", list(false, sent.formatted(1_795_000_000L)), NOTHING))
                .isEmpty();
    }

    @Test
    void an_invoice_that_was_not_tried_yet_is_not_overdue() {
        String untried = charged(1_789_000_000L).replace("\"attempted\":true", "\"attempted\":false");
        assertThat(fetch("past_due", list(false, untried), NOTHING)).isEmpty();
    }

    @Test
    void what_was_last_paid_for_is_what_the_newest_paid_invoice_bought() {
        Arrears arrears = fetch(
                        "past_due",
                        list(false, charged(1_789_000_000L)),
                        list(
                                false,
                                paid(line("price_team_m", 5, 7_500, false)),
                                paid(line("price_old", 9, 9_000, false))))
                .orElseThrow();
        assertThat(arrears.lastPaid()).singleElement().satisfies(item -> {
            assertThat(item.price().value()).isEqualTo("price_team_m");
            assertThat(item.quantity()).hasValue(5);
            assertThat(item.periodEnd()).contains(Instant.ofEpochSecond(1_792_678_400L));
        });
    }

    /** A setup fee has a price too, and buys no plan. */
    @Test
    void what_was_billed_beside_the_subscription_is_not_what_was_last_paid_for() {
        String fee = aside(line("price_setup", 1, 9_900, false));
        String part = aside(line("price_team_m", 5, 4_000, true));
        String old = "{\"id\":\"il_1\",\"type\":\"invoiceitem\",\"amount\":100,\"price\":{\"id\":\"price_fee_2020\"}}";
        String team = line("price_team_m", 5, 7_500, false);
        assertThat(lastPaid(paid(fee), paid(old), paid(team))).containsExactly("price_team_m");
        assertThat(lastPaid(paid(fee, team, old))).containsExactly("price_team_m");
        assertThat(lastPaid(paid(fee, part))).as("a proration").containsExactly("price_team_m");
        assertThat(lastPaid(paid(fee), paid(old))).as("nothing else was paid").containsExactly("price_setup");
    }

    @Test
    void of_each_line_that_it_has_the_newest_that_was_paid_counts() {
        String support = line("price_support", 1, 900, false);
        String plan = line("price_a", 5, 9_000, false);
        assertThat(lastPaidOfTwo(paid(support), paid(support), paid(plan), paid(line("price_old", 1, 1, false))))
                .containsExactly("price_support", "price_a");
        assertThat(lastPaidOfTwo(paid(plan, plan), paid(support, plan)))
                .as("none of them twice")
                .containsExactly("price_a", "price_a", "price_support");
        String other = line("price_old", 5, 5_000, false);
        assertThat(lastPaidOfTwo(paid(support), paid(other, support), paid(plan)))
                .as("it was another then")
                .containsExactly("price_support");
        assertThat(lastPaidOfTwo(paid(other, support), paid(plan)))
                .as("and until now")
                .containsExactly("price_old", "price_support");
    }

    /** Of one that has a line of {@code price_a}, and one of support. */
    private List<String> lastPaidOfTwo(String... invoices) {
        String items = item("si_1", "price_a") + "," + item("si_2", "price_support");
        stripe.answers(subscription("sub_1", "past_due", items, false))
                .answers(list(false, charged(1_789_000_000L)))
                .answers(list(false, invoices));
        return arrears().orElseThrow().lastPaid().stream()
                .map(item -> item.price().value())
                .toList();
    }

    @Test
    void what_is_behind_a_year_of_other_invoices_is_asked_for_once_more() {
        String support = paid(line("price_support", 1, 900, false));
        String items = item("si_1", "price_a") + "," + item("si_2", "price_support");
        stripe.answers(subscription("sub_1", "past_due", items, false))
                .answers(list(false, charged(1_789_000_000L)))
                .answers(list(true, support, support))
                .answers(list(true, support, paid(line("price_a", 5, 9_000, false))));
        assertThat(arrears().orElseThrow().lastPaid())
                .extracting(item -> item.price().value())
                .containsExactly("price_support", "price_a");
        assertThat(stripe.seen().get(3).parameters())
                .containsEntry("starting_after", "in_paid")
                .containsEntry("status", "paid")
                .containsEntry("limit", "100");
        assertThat(stripe.seen()).hasSize(4);
    }

    /** As an item of the invoice, and not of the subscription. */
    private static String aside(String line) {
        return line.replace("subscription_item_details", "invoice_item_details");
    }

    private List<String> lastPaid(String... invoices) {
        return fetch("past_due", list(false, charged(1_789_000_000L)), list(false, invoices))
                .orElseThrow()
                .lastPaid()
                .stream()
                .map(item -> item.price().value())
                .toList();
    }

    @Test
    void credits_and_prorations_of_a_renewal_are_not_counted_beside_it() {
        String renewal = paid(
                line("price_team_m", 3, -900, true),
                line("price_team_m", 5, 1_500, true),
                line("price_team_m", 5, 7_500, false));
        String upgrade = paid(line("price_pro_m", 1, -1_000, true), line("price_team_m", 5, 4_000, true));
        String open = list(false, charged(1_789_000_000L));
        assertThat(fetch("past_due", open, list(false, renewal)).orElseThrow().lastPaid())
                .hasSize(1);
        assertThat(fetch("past_due", open, list(false, upgrade)).orElseThrow().lastPaid())
                .singleElement()
                .satisfies(item -> assertThat(item.price().value()).isEqualTo("price_team_m"));
    }

    @Test
    void lines_before_basil_have_their_price_on_themselves() {
        String old =
                "{\"id\":\"il_1\",\"amount\":100,\"quantity\":2,\"price\":{\"id\":\"price_2020\",\"recurring\":{\"interval\":\"year\"}}}";
        Arrears arrears = fetch("past_due", list(false, charged(1_789_000_000L)), list(false, paid(old)))
                .orElseThrow();
        assertThat(arrears.lastPaid().get(0).price().value()).isEqualTo("price_2020");
        assertThat(arrears.lastPaid().get(0).interval()).isPresent();
    }

    @Test
    void lines_of_all_pages_are_read() {
        String first = paid(line("price_a", 1, 100, false)).replace("\"has_more\":false", "\"has_more\":true");
        stripe.answers(subscription("sub_1", "past_due", item("si_1", "price_a"), false))
                .answers(list(false, charged(1_789_000_000L)))
                .answers(list(false, first))
                .answers(list(false, line("price_b", 1, 100, false)));
        assertThat(arrears().orElseThrow().lastPaid()).hasSize(2);
        assertThat(stripe.seen().get(3).path()).isEqualTo("/v1/invoices/in_paid/lines");
    }

    private Optional<Arrears> fetch(String status, String open, String paid) {
        stripe.answers(subscription("sub_1", status, item("si_1", "price_a"), false))
                .answers(open)
                .answers(paid);
        Optional<Arrears> arrears = arrears();
        // What was lined up and not asked for must not answer the next call.
        stripe.forget();
        return arrears;
    }

    private Optional<Arrears> arrears() {
        FetchedSubscription fetched = stripe.provider().fetchSubscription(new SubscriptionId("sub_1"));
        return ((FetchedSubscription.Found) fetched).snapshot().arrears();
    }

    private static String charged(long finalized) {
        return "{\"id\":\"in_" + finalized
                + "\",\"collection_method\":\"charge_automatically\",\"attempted\":true,\"attempt_count\":1,"
                + "\"created\":1780000000,\"due_date\":null,\"status_transitions\":{\"finalized_at\":" + finalized
                + "}}";
    }

    private static String paid(String... lines) {
        return "{\"id\":\"in_paid\",\"status\":\"paid\",\"lines\":" + list(false, lines) + "}";
    }

    private static String line(String price, int quantity, int amount, boolean proration) {
        return "{\"id\":\"il_" + price + "\",\"amount\":" + amount + ",\"quantity\":" + quantity
                + ",\"period\":{\"end\":1792678400},\"pricing\":{\"price_details\":{\"price\":\"" + price + "\"}},"
                + "\"parent\":{\"subscription_item_details\":{\"proration\":" + proration + "}}}";
    }

    private static String first(String invoice) {
        return invoice.replace("\"id\":", "\"billing_reason\":\"subscription_create\",\"id\":");
    }

    private boolean neverPaid(String open, String paid) {
        return fetch("past_due", open, paid).orElseThrow().neverPaid();
    }

    @Test
    void one_was_never_paid_whose_first_invoice_is_open_and_that_has_no_paid_one() {
        String renewal = charged(1_789_900_000L);
        String first = first(charged(1_789_000_000L));
        String fee = list(false, paid(aside(line("price_setup", 1, 9_900, false))));
        assertThat(neverPaid(list(false, renewal, first), NOTHING)).isTrue();
        assertThat(neverPaid(list(false, renewal, first), fee))
                .as("something was")
                .isFalse();
        assertThat(neverPaid(list(false, renewal), NOTHING))
                .as("it was moved here within a period")
                .isFalse();
        String sent =
                "{\"id\":\"in_1\",\"collection_method\":\"send_invoice\",\"due_date\":1789500000,\"created\":1780000000}";
        assertThat(neverPaid(list(false, first(sent)), NOTHING)).isTrue();
    }
}
