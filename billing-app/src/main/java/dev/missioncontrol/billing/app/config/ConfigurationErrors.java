package dev.missioncontrol.billing.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used, with everything that is wrong with it; never with a secret's value. */
public final class ConfigurationErrors extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** One thing that is wrong: with which variable, and what. */
    public record Fault(String variable, String what) {
        @Override
        public String toString() {
            return variable + ": " + what;
        }
    }

    private final transient List<Fault> faults;

    /** @param faults what is wrong, at least one */
    public ConfigurationErrors(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong. */
    public List<Fault> faults() {
        return faults;
    }
}
