package dev.missioncontrol.billing.usecase;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A port with a test before it: each call comes to the test first, which lets it through, fails it, or answers itself. */
final class Intercepted {
    private Intercepted() {}

    /** Decides on a call. */
    @FunctionalInterface
    interface Meeting {
        Object meet(Call call) throws Throwable;
    }

    /** A call as it was made. */
    record Call(Object target, Method method, Object... arguments) {
        boolean is(String name) {
            return method.getName().equals(name);
        }

        Object argument(int index) {
            return arguments[index];
        }

        /** What the real thing answers or throws. */
        Object proceed() throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    static <T> T port(Class<T> type, T target, Meeting meeting) {
        return type.cast(wrap(type, target, meeting));
    }

    static Object wrap(Class<?> type, Object target, Meeting meeting) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> meeting.meet(new Call(target, method, arguments)));
    }
}
