"""Memory over the course of a run, as an SVG picture."""

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 32, 32, 40
LIMIT = 300  # MiB, the most that a run may take


def svg(points, count):
    def x(reports):
        return LEFT + (WIDTH - LEFT - RIGHT) * reports / count

    def y(mib):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * mib / LIMIT

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for mib in range(0, LIMIT + 1, 100):
        parts.append(f'<path d="M{LEFT} {y(mib):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(mib) + 4:.1f}" text-anchor="end">{mib}</text>')
    for fifth in range(6):
        reports = count * fifth // 5
        parts.append(f'<text x="{x(reports):.1f}" y="{HEIGHT - 20}" text-anchor="middle">{reports:,}</text>')
    line = " ".join(f"{x(reports):.1f},{y(mib):.1f}" for reports, mib in points)
    parts += [
        f'<polyline points="{line}" fill="none" stroke="#b00000" stroke-width="1.5"/>',
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}" text-anchor="middle">reports made</text>',
        f'<text x="{LEFT - 8}" y="16" text-anchor="end">MiB</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
