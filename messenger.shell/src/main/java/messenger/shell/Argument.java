package messenger.shell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a parameter of a command accepts, besides what its type says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface Argument {
    /** What completion offers. */
    Kind value() default Kind.ANYTHING;

    /** Whether it may be left out; it is null then. For options, an empty absent value says the same. */
    boolean optional() default false;

    /** The least number allowed. */
    long min() default 0;

    /** The largest number allowed. */
    long max() default Long.MAX_VALUE;
}
