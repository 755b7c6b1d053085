package dev.missioncontrol.billing.usecase;

/** Who or what makes a decision. Its word stands in the audit, whose hashes are over it, so that it never changes. */
enum Actor {
    /** An event of the provider's. */
    WEBHOOK("webhook"),
    /** A fetch of the provider's state. */
    REFRESH("refresh"),
    /** What the provider has, compared with what is stored. */
    SWEEP("sweep"),
    /** A checkout, its page and its customer. */
    CHECKOUT("checkout"),
    /** Somebody who acts for the tenant. */
    TENANT("tenant"),
    /** Another catalogue than the one before. */
    CATALOG("catalog"),
    /** Whoever runs the installation. */
    OPERATOR("operator");

    private final String word;

    Actor(String word) {
        this.word = word;
    }

    /** What is stored. */
    String word() {
        return word;
    }
}
