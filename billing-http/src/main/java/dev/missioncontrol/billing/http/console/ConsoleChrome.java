package dev.missioncontrol.billing.http.console;

/**
 * What every page of the console needs beside its own matter.
 *
 * @param csrf the token that each form carries
 * @param operator who is signed in
 * @param act whether they may do more than look
 * @param sandbox whether to say that no money moves
 */
public record ConsoleChrome(String csrf, String operator, boolean act, boolean sandbox) {}
