package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A sandbox with any number of subscriptions, all like one that it made, which are reckoned when they are asked for: what
 * grows with their number is then not the provider's. Some are canceled, and nobody was told.
 */
final class EndlessProvider {
    private final SandboxPaymentProvider sandbox;
    private final SubscriptionSnapshot like;
    private final int size;
    private final IntPredicate canceled;

    private EndlessProvider(
            SandboxPaymentProvider sandbox, SubscriptionSnapshot like, int size, IntPredicate canceled) {
        this.sandbox = sandbox;
        this.like = like;
        this.size = size;
        this.canceled = canceled;
    }

    static PaymentProvider of(
            SandboxPaymentProvider sandbox, SubscriptionSnapshot like, int size, IntPredicate canceled) {
        EndlessProvider endless = new EndlessProvider(sandbox, like, size, canceled);
        return (PaymentProvider) Proxy.newProxyInstance(
                EndlessProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (proxy, method, arguments) -> endless.answer(method, arguments));
    }

    static String subscription(int number) {
        return String.format(Locale.ROOT, "sub_%09d", number);
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "canFetch":
                return true;
            case "fetchSubscription":
                return new FetchedSubscription.Found(
                        one(number((SubscriptionId) arguments[0])),
                        sandbox.clock().instant());
            case "listSubscriptions":
                Optional<?> after = (Optional<?>) arguments[1];
                return page(after.map(id -> number((SubscriptionId) id)).orElse(size), (int) arguments[2]);
            default:
                try {
                    return method.invoke(sandbox, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
        }
    }

    private static int number(SubscriptionId id) {
        return Integer.parseInt(id.value().substring("sub_".length()));
    }

    private SubscriptionPage page(int before, int limit) {
        List<SubscriptionSnapshot> page = new ArrayList<>();
        for (int i = before - 1; i >= 0 && page.size() < limit; i--) page.add(one(i));
        return new SubscriptionPage(page, before > limit, sandbox.clock().instant());
    }

    SubscriptionSnapshot one(int number) {
        return new SubscriptionSnapshot(
                new SubscriptionId(subscription(number)),
                Optional.of(new CustomerId(String.format(Locale.ROOT, "cus_%09d", number))),
                canceled.test(number) ? "canceled" : like.status(),
                like.items(),
                like.created(),
                like.trialEnd(),
                like.cancelAt(),
                like.endedAt(),
                dev.missioncontrol.billing.provider.BillingMetadata.NONE,
                like.livemode(),
                like.arrears());
    }
}
