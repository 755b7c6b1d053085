package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.plan.CatalogFault;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.PlanDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a catalogue's tree into drafts, and says what is wrong with the file and with the plans together. */
final class CatalogReader {
    private final List<CatalogFault> faults = new ArrayList<>();

    PlanCatalog read(JsonNode file) {
        List<PlanDraft> drafts = new ArrayList<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        Entry root = new Entry("file", file, faults);
        if (root.isObject()) {
            root.allow("plans", "aliases");
            root.list("plans", true).forEach(plan -> drafts.add(new PlanReader(plan, drafts.size(), faults).draft()));
            root.texts("aliases").forEach(aliases::put);
        }
        return checked(drafts, aliases);
    }

    /** A field that could not be read has a stand-in in its draft: what the domain says of the stand-in helps nobody. */
    private PlanCatalog checked(List<PlanDraft> drafts, Map<String, String> aliases) {
        Set<String> unread = new HashSet<>();
        faults.forEach(fault -> unread.add(fault.where()));
        boolean nothingRead = drafts.isEmpty() && !faults.isEmpty();
        try {
            PlanCatalog catalog = PlanCatalog.of(drafts, aliases);
            if (faults.isEmpty()) return catalog;
        } catch (InvalidCatalogException plans) {
            if (!nothingRead)
                plans.faults().stream()
                        .filter(fault -> unread.stream().noneMatch(where -> isIn(fault.where(), where)))
                        .forEach(faults::add);
        }
        throw new InvalidCatalogException(faults);
    }

    private static boolean isIn(String where, String unread) {
        return where.equals(unread) || where.startsWith(unread + ".");
    }
}
