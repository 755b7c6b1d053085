package dev.missioncontrol.billing.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue that can't be used, with everything that is wrong with it. */
public final class InvalidCatalogException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<CatalogFault> faults;

    /** @param faults what is wrong, at least one */
    public InvalidCatalogException(List<CatalogFault> faults) {
        super(faults.stream().map(CatalogFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong, in the order of the plans. */
    public List<CatalogFault> faults() {
        return faults;
    }
}
