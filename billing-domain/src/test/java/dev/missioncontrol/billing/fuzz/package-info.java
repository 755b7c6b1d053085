/** A kit that breaks kept inputs at random: the parsers of every module are held to one set of bounds with it. */
package dev.missioncontrol.billing.fuzz;
