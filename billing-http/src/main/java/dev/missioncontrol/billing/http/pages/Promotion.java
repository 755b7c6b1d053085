package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.provider.PromotionCode;
import java.util.Optional;

/**
 * What became of a promotion code.
 *
 * @param typed as it was typed; empty before
 * @param error why it gives nothing
 * @param applied what it gives at the next checkout
 * @param kept whether it was applied on the page before, and only what it gives is not known to this one
 */
public record Promotion(String typed, Optional<String> error, Optional<PromotionCode> applied, boolean kept) {
    /** One that was typed on this page. */
    public Promotion(String typed, Optional<String> error, Optional<PromotionCode> applied) {
        this(typed, error, applied, false);
    }

    /** One that went with a checkout which did not come about for another reason. */
    public static Promotion kept(String code) {
        return new Promotion(code, Optional.empty(), Optional.empty(), true);
    }

    /** What goes with the next checkout. */
    Optional<String> code() {
        return applied.map(PromotionCode::code).or(() -> Optional.of(typed).filter(any -> kept));
    }

    /** Nothing was typed yet. */
    public static final Promotion NONE = new Promotion("", Optional.empty(), Optional.empty());
}
