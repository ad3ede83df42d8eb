package dev.gatehouse.audit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SealedRowTest {
    private static final int COLUMNS = 14;
    private static final int ACTOR_ID = 4;
    private static final Object NOTHING = new Object();

    @Test
    void theEncodingIsTheOneOfAllSealsMadeSoFar() {
        SealedRow row = row(new Object[] {
            new UUID(1, 2),
            Instant.parse("2026-11-24T01:02:03.004005Z"),
            7L,
            "user",
            5L,
            null,
            "role.changed",
            "success",
            "role",
            "3",
            "192.0.2.1/32",
            "",
            "r",
            "{}"
        });
        assertThat(new String(row.encode(), StandardCharsets.UTF_8))
                .isEqualTo("\0\0\0\44" + "00000000-0000-0001-0000-000000000002"
                        + "\0\0\0\33" + "2026-11-24T01:02:03.004005Z" + "\0\0\0\1" + "7" + "\0\0\0\4" + "user"
                        + "\0\0\0\1" + "5" + "\uFFFD\uFFFD\uFFFD\uFFFD" + "\0\0\0\14" + "role.changed" + "\0\0\0\7"
                        + "success" + "\0\0\0\4" + "role" + "\0\0\0\1" + "3" + "\0\0\0\14" + "192.0.2.1/32"
                        + "\0\0\0\0" + "\0\0\0\1" + "r" + "\0\0\0\2" + "{}");
    }

    /** Whichever bit of whichever column changes, the seal no longer fits. */
    @Property
    void anySingleBitOfAnyColumnCounts(
            @ForAll("rows") SealedRow row,
            @ForAll @IntRange(max = COLUMNS - 1) int column,
            @ForAll @IntRange(max = 4000) int bit) {
        Object[] columns = columns(row);
        Object flipped = flipped(columns[column], bit);
        // Nothing is not the same as an empty text or zero.
        columns[column] = flipped == NOTHING ? (column == ACTOR_ID ? (Object) 0L : "") : flipped;
        assertThat(hash(row(columns))).isNotEqualTo(hash(row));
    }

    @Property
    void textCannotMoveFromOneColumnToTheNext(
            @ForAll("rows") SealedRow row, @ForAll @IntRange(min = 5, max = 12) int i) {
        Object[] columns = columns(row);
        Object left = columns[i];
        Object right = columns[i + 1];
        if (!(left instanceof String a) || !(right instanceof String b) || a.isEmpty()) {
            return;
        }
        columns[i] = a.substring(0, a.length() - 1);
        columns[i + 1] = a.charAt(a.length() - 1) + b;
        assertThat(hash(row(columns))).isNotEqualTo(hash(row));
    }

    @Property
    void theOrderOfRowsCounts(@ForAll("rows") SealedRow one, @ForAll("rows") SealedRow other) {
        if (!one.equals(other)) {
            assertThat(hash(one, other)).isNotEqualTo(hash(other, one));
        }
    }

    @Property
    void theHashBeforeCounts(@ForAll("rows") SealedRow row, @ForAll @IntRange(max = 255) int bit) {
        byte[] other = SealDigest.BEGINNING.clone();
        other[bit / 8] ^= (byte) (1 << bit % 8);
        SealDigest digest = new SealDigest(other);
        digest.add(row);
        assertThat(digest.hash()).isNotEqualTo(hash(row));
    }

    @Provide
    Arbitrary<SealedRow> rows() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(40).injectNull(0.2);
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(0, 4_000_000_000_000_000L)
                .map(micros -> Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000));
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID),
                        times,
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.longs().injectNull(0.2),
                        text.list().ofSize(10))
                .as((id, at, position, actor, t) -> row(new Object[] {
                    id, at, position, t.get(0), actor, t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), t.get(6),
                    t.get(7), t.get(8), t.get(9)
                }));
    }

    private static Object flipped(Object value, int bit) {
        if (value == null) {
            return NOTHING;
        } else if (value instanceof UUID id) {
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (1L << bit % 64));
        } else if (value instanceof Instant at) {
            long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
            long other = micros ^ (1L << bit % 50);
            return Instant.ofEpochSecond(other / 1_000_000, other % 1_000_000 * 1000);
        } else if (value instanceof Long number) {
            return BigInteger.valueOf(number).flipBit(bit % 64).longValue();
        }
        char[] text = ((String) value).toCharArray();
        if (text.length == 0) {
            return null;
        }
        text[bit % text.length] ^= (char) (1 << bit % 7);
        String other = new String(text);
        // Half a surrogate pair cannot be stored; both would read as the same replacement character.
        return StandardCharsets.UTF_8.newEncoder().canEncode(other) && !other.equals(value) ? other : value + "x";
    }

    private static byte[] hash(SealedRow... rows) {
        SealDigest digest = new SealDigest(SealDigest.BEGINNING);
        Arrays.stream(rows).forEach(digest::add);
        return digest.hash();
    }

    private static Object[] columns(SealedRow row) {
        return new Object[] {
            row.id(),
            row.occurredAt(),
            row.position(),
            row.actorType(),
            row.actorId(),
            row.apiKeyId(),
            row.action(),
            row.outcome(),
            row.targetType(),
            row.targetId(),
            row.ipAddress(),
            row.userAgent(),
            row.requestId(),
            row.details()
        };
    }

    private static SealedRow row(Object[] c) {
        return new SealedRow(
                (UUID) c[0],
                (Instant) c[1],
                (Long) c[2],
                (String) c[3],
                (Long) c[4],
                (String) c[5],
                (String) c[6],
                (String) c[7],
                (String) c[8],
                (String) c[9],
                (String) c[10],
                (String) c[11],
                (String) c[12],
                (String) c[13]);
    }
}
