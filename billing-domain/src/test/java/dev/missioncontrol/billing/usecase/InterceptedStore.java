package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.InstantSource;
import java.util.function.Function;

/** A store of which a test meets every call to a part of a transaction before the store does. */
abstract class InterceptedStore implements BillingStore {
    private final BillingStore store;

    InterceptedStore(BillingStore store) {
        this.store = store;
    }

    abstract Object meet(Intercepted.Call call) throws Throwable;

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return store.inTransaction(tx -> work.apply(Intercepted.port(BillingTransaction.class, tx, this::part)));
    }

    private Object part(Intercepted.Call asked) throws Throwable {
        return Intercepted.wrap(asked.method().getReturnType(), asked.proceed(), this::meet);
    }

    @Override
    public final void follow(InstantSource clock) {
        store.follow(clock);
    }
}
