/** What people and workers ask for: the public classes named as verbs, and what they are asked with, answer with and are made of. */
@NullMarked
package dev.missioncontrol.billing.usecase;

import org.jspecify.annotations.NullMarked;
