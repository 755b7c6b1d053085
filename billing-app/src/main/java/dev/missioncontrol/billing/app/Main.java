package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.command.BillingCommand;
import dev.missioncontrol.billing.app.command.PlainServe;
import dev.missioncontrol.billing.app.observe.LogSetup;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. What all but servers log is no part of what they say. */
    public static void main(String[] args) {
        if (!PlainServe.serves(args)) LogSetup.toStandardError();
        System.exit(PlainServe.execute(args).orElseGet(() -> BillingCommand.execute(args)));
    }
}
