package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.Locale;
import java.util.Optional;

/**
 * Why seats that were pushed can't be made, where that passes by nothing but what somebody does.
 *
 * @param word for the audit
 * @param told for an operator
 */
record SeatRefusal(String word, RuntimeException told) {
    private static final String MAKING = "making seats that were pushed";

    /** The provider's. */
    static SeatRefusal of(ProviderException refused) {
        return new SeatRefusal(lower(refused.kind()), refused);
    }

    /** What an answer says of it: that nothing can be charged, or not at once. */
    static Optional<SeatRefusal> in(ChangeOutcome outcome) {
        if (isUnpayable(outcome))
            return Optional.of(new SeatRefusal(
                    ChangeResult.Declined.NO_PAYMENT_METHOD,
                    new ProviderException(
                            ProviderException.Kind.DECLINED, MAKING + ": the customer has no payment method")));
        return outcome instanceof ChangeOutcome.Rejected no
                ? no.rejection().rule().map(rule -> of(rule, no.rejection().sentence()))
                : Optional.empty();
    }

    /** Whether there is nothing that could be charged, which the provider may say again once there is. */
    static boolean isUnpayable(ChangeOutcome outcome) {
        return outcome instanceof ChangeOutcome.Declined declined && declined.nothingToCharge();
    }

    private static SeatRefusal of(ChangeResult.Reason rule, String sentence) {
        return new SeatRefusal(
                lower(rule), ProviderException.rejected(MAKING, new ChangeResult.Rejected(rule, sentence)));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
