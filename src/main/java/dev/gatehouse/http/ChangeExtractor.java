package dev.gatehouse.http;

import dev.gatehouse.kernel.Change;
import jakarta.validation.valueextraction.ExtractedValue;
import jakarta.validation.valueextraction.ValueExtractor;

/** Lets constraints stand inside a change: {@code Change<@Size(max = 100) String>}. */
public final class ChangeExtractor implements ValueExtractor<Change<@ExtractedValue ?>> {
    @Override
    public void extractValues(Change<?> change, ValueReceiver receiver) {
        if (change.isPresent()) {
            receiver.value(null, change.value());
        }
    }
}
