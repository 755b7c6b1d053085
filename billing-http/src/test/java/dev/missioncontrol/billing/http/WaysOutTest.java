package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.usecase.Rejection;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What programs are told beside the domain's sentence, which knows of no routes. */
class WaysOutTest {
    @Test
    void whoever_has_to_pay_or_to_buy_first_is_told_by_which_request() {
        assertThat(detail(new Rejection(Code.PAYMENT_OVERDUE, "", "Pay it first.")))
                .isEqualTo("Pay it first. The portal is opened by POST /api/billing/portal.");
        assertThat(detail(new Rejection(Code.NO_SUBSCRIPTION, "", "Choose a plan first.")))
                .isEqualTo("Choose a plan first. A plan is bought by POST /api/billing/checkout.");
        for (ChangeResult.Reason reason : ChangeResult.Reason.values()) {
            boolean byCard = reason == ChangeResult.Reason.PAID_BY_DEBIT
                    || reason == ChangeResult.Reason.PAID_BY_UNSUPPORTED_METHOD;
            assertThat(detail(new Rejection(Code.NOT_CHANGEABLE, "", "No.", Optional.of(reason)))
                            .contains("POST /api/billing/portal"))
                    .as(reason.name())
                    .isEqualTo(byCard);
        }
    }

    /** A subscription that somebody pays for may be there and not be bound yet: sent to a checkout, it would be paid for twice. */
    @Test
    void nobody_is_sent_to_a_checkout_who_may_be_paying_already() {
        for (Code code : new Code[] {Code.NO_CUSTOMER, Code.ALREADY_SUBSCRIBED})
            assertThat(detail(new Rejection(code, "", "A sentence."))).isEqualTo("A sentence.");
    }

    private static String detail(Rejection rejection) {
        return ApiRoutes.problem(rejection).sentence;
    }
}
