package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.usecase.Operations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything that the console asks for one request. */
final class ConsoleQuestions {
    private static final int PAGE = 50;

    private ConsoleQuestions() {}

    /** @param tenants as many as {@link ManyTenants} made */
    static Map<String, Runnable> of(Operations operations, int tenants) {
        int some = tenants / 2;
        Map<String, Runnable> questions = new LinkedHashMap<>();
        questions.put("overview", () -> operations.overview(90));
        questions.put("tenants", () -> list(operations, TenantFilter.ALL, ""));
        questions.put("tenants, a page in the middle", () -> list(operations, TenantFilter.ALL, "tenant-" + some));
        questions.put(
                "tenants by prefix",
                () -> list(operations, new TenantFilter("tenant-" + some, Optional.empty(), Optional.empty()), ""));
        questions.put(
                "tenants by plan",
                () -> list(operations, new TenantFilter("", Optional.of("team"), Optional.empty()), ""));
        questions.put("tenants by a rare status", () -> list(operations, status(SubscriptionStatus.PAST_DUE), ""));
        questions.put("tenants by a common status", () -> list(operations, status(SubscriptionStatus.ACTIVE), ""));
        questions.put(
                "tenants by a status that none has", () -> list(operations, status(SubscriptionStatus.CANCELED), ""));
        questions.put(
                "tenants by plan and status",
                () -> list(
                        operations,
                        new TenantFilter("", Optional.of("pro"), Optional.of(SubscriptionStatus.PAST_DUE)),
                        "tenant-" + some));
        questions.put("find by customer", () -> operations.findByProvidersId("cus_" + some));
        questions.put("find by subscription", () -> operations.findByProvidersId("sub_" + some));
        questions.put("find by event", () -> operations.findByProvidersId("evt_" + some + "_2"));
        questions.put("find nothing", () -> operations.findByProvidersId("nobody"));
        questions.put("inbox", () -> operations.events(EventOutcome.QUARANTINED, Optional.empty(), PAGE));
        questions.put("an event", () -> operations.event(new EventId("evt_" + some + "_1")));
        questions.put("what waits", operations::backlog);
        questions.put("a tenant", () -> operations.explain(new TenantId("tenant-" + some)));
        return questions;
    }

    private static TenantFilter status(SubscriptionStatus status) {
        return new TenantFilter("", Optional.empty(), Optional.of(status));
    }

    private static void list(Operations operations, TenantFilter filter, String after) {
        operations.tenants(filter, TenantId.parse(after), PAGE);
    }
}
