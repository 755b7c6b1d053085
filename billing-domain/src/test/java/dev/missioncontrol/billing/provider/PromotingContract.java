package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a provider does with codes that customers type. */
abstract class PromotingContract extends ProviderContract {
    @Test
    void a_code_is_found_however_its_letters_are_written_and_says_what_it_gives() {
        stage.offer("SPRING", 20, 3);

        PromotionCode code = only("spring");

        assertThat(code.code()).isEqualTo("SPRING");
        assertThat(code.reduction()).isEqualTo(new Reduction.Percent(BigDecimal.valueOf(20)));
        assertThat(code.lasts()).isEqualTo(PromotionCode.Lasts.MONTHS);
        assertThat(code.months()).isEqualTo(3);
        assertThat(code.onlyFor()).isEmpty();
        assertThat(provider.findPromotionCodes("SPRINGS")).isEmpty();
    }

    @Test
    void what_is_bought_with_a_code_costs_less_for_as_long_as_it_says() {
        stage.offer("SPRING", 20, 2);
        CustomerId customer = customer();

        SubscriptionId id = boughtWith(customer, "SPRING");

        Discount held =
                provider.paymentDetails(customer, Optional.of(id)).discount().orElseThrow();
        assertThat(held.reduction()).isEqualTo(new Reduction.Percent(BigDecimal.valueOf(20)));
        assertThat(held.until())
                .contains(stage.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(59)));
        stage.advance(Duration.ofDays(70));
        assertThat(provider.listInvoices(customer, Optional.empty(), 10).invoices())
                .extracting(Invoice::total)
                .containsExactly(new Money(3000, "usd"), new Money(2400, "usd"), new Money(2400, "usd"));
        assertThat(provider.paymentDetails(customer, Optional.of(id)).discount())
                .isEmpty();
    }

    @Test
    void what_is_bought_without_a_code_holds_no_discount() {
        stage.offer("SPRING", 20, 2);
        CustomerId customer = customer();
        SubscriptionId id = bought(customer, team(), 2);

        assertThat(provider.paymentDetails(customer, Optional.of(id)).discount())
                .isEmpty();
    }

    @Test
    void a_code_that_is_gone_or_somebody_elses_is_refused_as_what_was_typed() {
        stage.offerOnlyTo(customer(), "VIP", 50);
        CustomerId other = customer();
        PromotionCodeId vip = only("VIP").id();

        assertFails(Kind.REFUSED_INPUT, () -> checkout(other, Optional.of(vip)));
        assertFails(Kind.REFUSED_INPUT, () -> checkout(other, Optional.of(new PromotionCodeId("promo_none"))));
    }

    @Test
    void a_word_has_a_code_for_everybody_and_one_for_each_customer_and_each_gives_its_own() {
        CustomerId first = customer();
        CustomerId second = customer();
        stage.offer("LOYAL", 10, 1);
        stage.offerOnlyTo(first, "LOYAL", 20);
        stage.offerOnlyTo(second, "LOYAL", 30);

        List<PromotionCode> found = provider.findPromotionCodes("loyal");

        assertThat(found)
                .extracting(PromotionCode::onlyFor)
                .containsExactlyInAnyOrder(Optional.empty(), Optional.of(first), Optional.of(second));
        PromotionCode own = found.stream()
                .filter(code -> code.onlyFor().equals(Optional.of(first)))
                .findFirst()
                .orElseThrow();
        assertThat(own.reduction()).isEqualTo(new Reduction.Percent(BigDecimal.valueOf(20)));
        assertThat(checkout(first, Optional.of(own.id())).state()).isEqualTo(CheckoutSession.State.OPEN);
        assertFails(Kind.REFUSED_INPUT, () -> checkout(second, Optional.of(own.id())));
    }

    private PromotionCode only(String word) {
        List<PromotionCode> found = provider.findPromotionCodes(word);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private SubscriptionId boughtWith(CustomerId customer, String word) {
        CheckoutSession session = checkout(customer, Optional.of(only(word).id()));
        stage.pay(session.id());
        return provider.fetchCheckoutSession(session.id())
                .flatMap(CheckoutSession::subscription)
                .orElseThrow();
    }

    private CheckoutSession checkout(CustomerId customer, Optional<PromotionCodeId> promotion) {
        CheckoutSessionRequest plain = request(customer, team(), 2, 0);
        return provider.createCheckoutSession(
                new CheckoutSessionRequest(
                        plain.tenant(),
                        plain.customer(),
                        plain.price(),
                        plain.quantity(),
                        plain.successUrl(),
                        plain.cancelUrl(),
                        plain.metadata(),
                        0,
                        false,
                        promotion,
                        false,
                        Optional.empty()),
                key());
    }
}
