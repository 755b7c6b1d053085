package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.Figures;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far counting the tenants has come, as a text that another node can go on from.
 *
 * @param started when it began
 * @param after the last tenant that is counted
 * @param groups what was counted so far
 */
record TenantCountCursor(Instant started, Optional<TenantId> after, List<TenantGroup> groups) {
    private static final String NOTHING = "-";
    private static final int PARTS_OF_A_GROUP = 5;

    static TenantCountCursor begin(Instant now) {
        return new TenantCountCursor(now, Optional.empty(), List.of());
    }

    TenantCountCursor and(Figures.Counted page) {
        List<TenantGroup> all = new ArrayList<>(groups);
        for (TenantGroup more : page.groups()) {
            Optional<TenantGroup> known = all.stream().filter(more::same).findFirst();
            known.ifPresent(all::remove);
            all.add(known.map(more::plus).orElse(more));
        }
        return new TenantCountCursor(started, page.last().or(() -> after), all);
    }

    String text() {
        String counted = groups.stream()
                .map(group -> String.join(
                        ",",
                        group.plan(),
                        group.interval().map(BillingInterval::word).orElse(NOTHING),
                        group.standing().map(ProviderStatus::word).orElse(NOTHING),
                        Long.toString(group.tenants()),
                        Long.toString(group.seats())))
                .collect(Collectors.joining(";"));
        return started + " " + after.map(TenantId::value).orElse("") + " " + counted;
    }

    /** Nothing for a text that is empty or no census: it then begins anew, which is always right. */
    static Optional<TenantCountCursor> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) return Optional.empty();
        try {
            List<TenantGroup> groups = new ArrayList<>();
            for (String group : parts[2].isEmpty() ? new String[0] : parts[2].split(";")) groups.add(group(group));
            return Optional.of(new TenantCountCursor(Instant.parse(parts[0]), TenantId.parse(parts[1]), groups));
        } catch (DateTimeParseException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static TenantGroup group(String text) {
        String[] parts = text.split(",");
        if (parts.length != PARTS_OF_A_GROUP) throw new IllegalArgumentException("no group of tenants");
        return new TenantGroup(
                parts[0],
                BillingInterval.of(parts[1]),
                ProviderStatus.of(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }
}
