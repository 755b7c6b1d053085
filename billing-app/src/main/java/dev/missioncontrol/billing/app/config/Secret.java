package dev.missioncontrol.billing.app.config;

/**
 * Something that must never be printed.
 *
 * @param value the secret itself, for whoever needs it
 */
public record Secret(String value) {
    /** Always three stars. */
    @Override
    public String toString() {
        return "***";
    }
}
