package dev.missioncontrol.billing.sandbox;

import java.util.Optional;

/** What a subscription is going to be: with its next period, or once a change of it is paid, and what gave way to that change. */
final class SandboxWishes {
    /** What was planned, and what there was then. */
    private record GaveWay(SandboxWish wish, SandboxPrices.Sold price, long quantity) {}

    private Optional<SandboxWish> planned = Optional.empty();
    private Optional<SandboxWish.Pending> pending = Optional.empty();
    private Optional<GaveWay> gaveWay = Optional.empty();

    /** What it becomes with its next period. */
    Optional<SandboxWish> planned() {
        return planned;
    }

    void plan(Optional<SandboxWish> next) {
        planned = next;
        gaveWay = Optional.empty();
    }

    /** What is planned gives way to a change that waits for its payment; where nothing is, what gave way before stays so. */
    void giveWay(SandboxSubscription subscription) {
        gaveWay = planned.map(wish -> new GaveWay(wish, subscription.price(), subscription.quantity()))
                .or(() -> gaveWay);
        planned = Optional.empty();
    }

    /** What is planned gives way for good; what gave way before stays so. */
    void giveUpPlanned() {
        planned = Optional.empty();
    }

    /** What gave way, until the change that it gave way to is paid or something else is planned, if all is as it was then. */
    Optional<SandboxWish> gaveWay(SandboxSubscription subscription) {
        return gaveWay.filter(then -> subscription.has(then.price(), then.quantity()))
                .map(GaveWay::wish);
    }

    /** What it becomes once that is paid. */
    Optional<SandboxWish.Pending> pending() {
        return pending;
    }

    void await(SandboxWish.Pending next) {
        pending = Optional.of(next);
    }

    /** The change that waited for its payment is paid: what gave way to it is over, what was planned beside it goes on. */
    void applied() {
        pending = Optional.empty();
        gaveWay = Optional.empty();
    }

    /** The change that waited for its payment is given up, and all is as it was. */
    void dropped() {
        pending = Optional.empty();
    }

    /** Nothing is going to be of it. */
    void end() {
        plan(Optional.empty());
        pending = Optional.empty();
    }
}
