package dev.gatehouse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The report as one file without scripts: charts are SVG, so that it can be mailed and read anywhere. */
final class LoadPage {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int BOTTOM = 24;
    private static final int LINES = 4;

    private final LoadResult result;

    private record Line(String name, String colour, double[] values) {}

    LoadPage(LoadResult result) {
        this.result = result;
    }

    String html() {
        LoadOptions options = result.options();
        String facts = String.format(
                Locale.ROOT,
                "<p>%.0f requests per second for %d s, %,d people, %s.<br>%s</p>"
                        + "<p class=big><span><b>%.1f s</b> to be ready</span><span><b>%.1f</b> answers/s</span>"
                        + "<span><b>%.0f ms</b> p50</span><span><b>%.0f ms</b> p99</span>"
                        + "<span><b>%.0f MiB</b> at most</span><span><b>%d</b> failed, <b>%d</b> busy</span></p>",
                options.rate(),
                options.seconds(),
                options.users(),
                result.cage() == null ? "all of the machine" : result.cage(),
                escape(result.machine().toString()),
                result.ready(),
                (double) result.visits().size() / options.seconds(),
                all().p50(),
                all().p99(),
                result.most(Watch.Moment::mebibytes),
                all().failed(),
                all().busy());
        return STYLE + facts
                + chart("Latency, ms", List.of(
                        new Line("p99", "#c2410c", result.perSecond(.99)),
                        new Line("p95", "#e8b04b", result.perSecond(.95)),
                        new Line("p50", "#1f5c4d", result.perSecond(.5))))
                + chart("Answers per second", List.of(new Line("answers", "#1f5c4d", result.answeredPerSecond())))
                + chart("CPU, cores", List.of(
                        new Line("JVM", "#1f5c4d", series(Watch.Moment::jvm)),
                        new Line("PostgreSQL", "#4f6bb0", series(Watch.Moment::postgres))))
                + chart("Memory of the JVM, MiB", List.of(
                        new Line("resident", "#1f5c4d", series(Watch.Moment::mebibytes)),
                        new Line("counted by the kernel", "#e8b04b", series(Watch.Moment::counted))))
                + table() + "</main></body></html>\n";
    }

    private LoadResult.Row all() {
        List<LoadResult.Row> rows = result.rows();
        return rows.get(rows.size() - 1);
    }

    private double[] series(ToDoubleFunction<Watch.Moment> of) {
        return result.moments().stream().mapToDouble(of).toArray();
    }

    private static String chart(String title, List<Line> lines) {
        double top = nice(lines.stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .max()
                .orElse(1));
        StringBuilder svg = new StringBuilder();
        svg.append("<h2>").append(title).append("</h2><p class=key>");
        lines.forEach(line -> svg.append("<i style=\"background:%s\"></i>%s ".formatted(line.colour(), line.name())));
        svg.append("</p><svg viewBox=\"0 0 %d %d\" role=img aria-label=\"%s\">".formatted(WIDTH, HEIGHT, title));
        for (int i = 0; i <= LINES; i++) {
            double y = y(top * i / LINES, top);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=%d x2=%d y1=%.1f y2=%.1f /><text x=%d y=%.1f text-anchor=end>%s</text>",
                    LEFT, WIDTH, y, y, LEFT - 8, y + 4, spelt(top * i / LINES)));
        }
        lines.forEach(line -> svg.append(polyline(line, top)));
        int seconds = lines.get(0).values().length;
        svg.append("<text x=%d y=%d>0 s</text><text x=%d y=%d text-anchor=end>%d s</text></svg>"
                .formatted(LEFT, HEIGHT - 4, WIDTH, HEIGHT - 4, seconds));
        return svg.toString();
    }

    private static String polyline(Line line, double top) {
        StringBuilder points = new StringBuilder();
        int count = line.values().length;
        for (int i = 0; i < count; i++) {
            double x = LEFT + (WIDTH - LEFT) * (count == 1 ? 0 : (double) i / (count - 1));
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(line.values()[i], top)));
        }
        return "<polyline fill=none stroke=\"%s\" points=\"%s\"/>".formatted(line.colour(), points);
    }

    private static double y(double value, double top) {
        return (HEIGHT - BOTTOM) * (1 - value / top) + 8 * (value / top);
    }

    /** 1, 2 or 5 times a power of ten, not below. */
    private static double nice(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 0.01))));
        for (double step : new double[] {1, 2, 5, 10}) {
            if (step * power >= most) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String spelt(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
    }

    private String table() {
        StringBuilder html = new StringBuilder("<h2>By kind</h2><table><tr><th>deed<th>share<th>requests<th>p50 ms<th>p95 ms"
                + "<th>p99 ms<th>max ms<th>failed<th>503</tr>");
        int sum = result.weights().values().stream().mapToInt(Integer::intValue).sum();
        for (LoadResult.Row row : result.rows()) {
            Integer weight = result.weights().get(row.name());
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td>%s<td>%d<td>%.1f<td>%.1f<td>%.1f<td>%.1f<td>%d<td>%d</tr>",
                    row.name(),
                    weight == null ? "" : Math.round(100.0 * weight / sum) + " %",
                    row.count(), row.p50(), row.p95(), row.p99(), row.max(), row.failed(), row.busy()));
        }
        return html.append("</table>").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>");
    }

    private static final String STYLE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gatehouse load test</title><style>
            body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1f2d29; background: #fbfaf6; }
            main { max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1rem; margin: 2rem 0 0; }
            .big span { display: inline-block; margin: .5rem 1rem .5rem 0; padding: .4rem .9rem; background: #eceadf; border-radius: 8px; }
            .key { margin: .2rem 0; font-size: .9rem; } .key i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin: 0 .4rem 0 .8rem; }
            svg { width: 100%; } svg line { stroke: #d9d6cb; } svg text { font-size: 12px; fill: #55605b; } polyline { stroke-width: 1.8; stroke-linejoin: round; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: right; padding: .3rem .5rem; border-bottom: 1px solid #d9d6cb; }
            th:first-child, td:first-child { text-align: left; } tr:last-child { font-weight: 600; }
            </style></head><body><main><h1>Gatehouse under load</h1>
            """;
}
