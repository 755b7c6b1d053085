package dev.missioncontrol.billing.app.nodes;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Expected;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A step of the product at which a node ends, as by {@code kill -9}: nothing after it runs, no hook, no close. */
enum CrashPoint {
    INTAKE_BEFORE_COMMIT(Kind.INTAKE, false),
    INTAKE_AFTER_COMMIT(Kind.INTAKE, true),
    CLAIM_BEFORE_COMMIT(Kind.CLAIM, false),
    CLAIM_AFTER_COMMIT(Kind.CLAIM, true),
    SETTLE_BEFORE_COMMIT(Kind.SETTLE, false),
    SETTLE_AFTER_COMMIT(Kind.SETTLE, true),
    CHECKOUT_BEFORE_COMMIT(Kind.CHECKOUT, false),
    CHECKOUT_AFTER_COMMIT(Kind.CHECKOUT, true),
    BINDING_BEFORE_COMMIT(Kind.BINDING, false),
    BINDING_AFTER_COMMIT(Kind.BINDING, true);

    /** What a transaction is about, told by what it did. */
    private enum Kind {
        INTAKE("inbox", "insert"),
        CLAIM("refreshes", "claimDue"),
        SETTLE("refreshes", "release"),
        CHECKOUT("checkouts", "save"),
        BINDING("accounts", "bind");

        private final String part;
        private final String method;

        Kind(String part, String method) {
            this.part = part;
            this.method = method;
        }
    }

    private static final int KILLED = 137;

    private final Kind kind;
    private final boolean afterCommit;

    CrashPoint(Kind kind, boolean afterCommit) {
        this.kind = kind;
        this.afterCommit = afterCommit;
    }

    /** The store, ending the process here the {@code times}-th time. */
    BillingStore around(BillingStore store, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return new BillingStore() {
            @Override
            public <T> T inTransaction(Function<BillingTransaction, T> work) {
                return watched(work, store::inTransaction);
            }

            @Override
            public <T> T inTransaction(Expected expected, Function<BillingTransaction, T> work) {
                return watched(work, all -> store.inTransaction(expected, all));
            }

            private <T> T watched(
                    Function<BillingTransaction, T> work, Function<Function<BillingTransaction, T>, T> runs) {
                Watch watch = new Watch();
                T answer = runs.apply(tx -> {
                    T result = work.apply(watch.over(tx));
                    if (!afterCommit) watch.end(left);
                    return result;
                });
                if (afterCommit) watch.end(left);
                return answer;
            }
        };
    }

    /** Sees whether a transaction was of the kind that is waited for. A claim counts where it claimed something. */
    private final class Watch {
        private boolean seen;

        BillingTransaction over(BillingTransaction tx) {
            return proxy(BillingTransaction.class, tx, true);
        }

        private <T> T proxy(Class<T> type, Object target, boolean whole) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        Object answer;
                        try {
                            answer = method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        if (whole && method.getName().equals(kind.part))
                            return proxy(method.getReturnType(), answer, false);
                        if (!whole && method.getName().equals(kind.method) && !nothing(answer)) seen = true;
                        return answer;
                    }));
        }

        private boolean nothing(Object answer) {
            return Boolean.FALSE.equals(answer) || answer instanceof java.util.List<?> list && list.isEmpty();
        }

        void end(AtomicInteger left) {
            if (seen && left.decrementAndGet() == 0) Runtime.getRuntime().halt(KILLED);
        }
    }
}
