package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.command.BillingCommand;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(BillingCommand.execute(args));
    }
}
