package dev.missioncontrol.billing.id;

/**
 * A promotion code at the payment provider, for example {@code promo_...}: not the word that people type.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record PromotionCodeId(String value) implements Comparable<PromotionCodeId> {
    /** @throws IllegalArgumentException if {@code value} is missing, too long or has other characters */
    public PromotionCodeId {
        Identifiers.require("promotion code id", value, Identifiers.LONGEST);
    }

    @Override
    public int compareTo(PromotionCodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
