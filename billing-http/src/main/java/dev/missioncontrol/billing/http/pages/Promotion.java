package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.provider.PromotionCode;
import java.util.Optional;

/**
 * What became of a promotion code.
 *
 * @param typed as it was typed; empty before
 * @param error why it gives nothing
 * @param applied what it gives at the next checkout
 */
public record Promotion(String typed, Optional<String> error, Optional<PromotionCode> applied) {
    /** Nothing was typed yet. */
    public static final Promotion NONE = new Promotion("", Optional.empty(), Optional.empty());
}
