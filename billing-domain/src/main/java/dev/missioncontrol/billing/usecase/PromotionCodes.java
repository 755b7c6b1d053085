package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.List;
import java.util.Optional;

/**
 * Says what a tenant would get for a code that it typed. A code that is unknown and one that is over are told in the same
 * words: who guesses learns nothing of what there was.
 */
public final class PromotionCodes {
    private static final String FIELD = "promotionCode";

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final boolean taken;

    PromotionCodes(Transactions transactions, PaymentProvider provider, boolean taken) {
        this.transactions = transactions;
        this.provider = provider;
        this.taken = taken;
    }

    /** What a code turned out to be. */
    public sealed interface Checked {
        /** It can be used. */
        record Usable(PromotionCode code) implements Checked {}

        /** It can't. */
        record Refused(Rejection rejection) implements Checked {}
    }

    /**
     * What it gives, or why it gives nothing. Of several of one word it is the tenant's own, or else the one that is everybody's.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not be asked
     */
    public Checked check(TenantId tenant, String typed) {
        if (!taken) return refused(Rejection.Code.PROMOTION_CODES_OFF, "Promotion codes are not taken here.");
        List<PromotionCode> codes =
                PromotionCode.parse(typed).map(provider::findPromotionCodes).orElse(List.of());
        if (codes.isEmpty())
            return refused(
                    Rejection.Code.UNKNOWN_PROMOTION_CODE,
                    "This code is unknown or no longer valid. Check how it is written.");
        Optional<CustomerBinding> bound = transactions.run(tx -> tx.accounts().customerOf(tenant, provider.name()));
        Optional<PromotionCode> own = codes.stream()
                .filter(code ->
                        code.onlyFor().isPresent() && code.onlyFor().equals(bound.map(CustomerBinding::customer)))
                .findFirst();
        return own.or(() ->
                        codes.stream().filter(code -> code.onlyFor().isEmpty()).findFirst())
                .<Checked>map(Checked.Usable::new)
                .orElseGet(() -> new Checked.Refused(notApplicable()));
    }

    /**
     * The code of a checkout that this tenant left, where the same is bought again: its form says which checkout it goes on with, and names
     * no code. Nothing for one that was paid, and where no codes are taken any more; what the provider takes no more it refuses.
     */
    Optional<PromotionCodeId> again(TenantId tenant, AttemptId left, CheckoutTerms terms) {
        if (!taken) return Optional.empty();
        return transactions
                .run(tx -> tx.checkouts().attempt(left))
                .filter(one -> one.tenant().equals(tenant) && one.state() != CheckoutAttempt.State.COMPLETED)
                .filter(one -> one.plan().equals(terms.plan().key())
                        && one.interval() == terms.interval()
                        && one.seats() == terms.seats()
                        && one.price().equals(Optional.of(terms.price().id())))
                .flatMap(CheckoutAttempt::promotion);
    }

    /** The provider alone knows all of a code's conditions. */
    static Rejection notApplicable() {
        return new Rejection(
                Rejection.Code.PROMOTION_CODE_NOT_APPLICABLE, FIELD, "This code can't be used for this purchase.");
    }

    private static Checked refused(Rejection.Code code, String sentence) {
        return new Checked.Refused(new Rejection(code, FIELD, sentence));
    }
}
