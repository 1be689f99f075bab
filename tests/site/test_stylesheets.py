import pytest

from living_sla.site.safety.stylesheets import foreign


@pytest.mark.parametrize(
    "css",
    [
        "a { background: url(//cdn.example/a.png) }",
        "a { background: url( 'https:cdn.example/a.png' ) }",
        "a { background: URL(\\2f\\2f cdn.example/a.png) }",
        "a { background: u\\72l(//cdn.example/a.png) }",
        '@import "//cdn.example/a.css";',
        '@import/**/"//cdn.example/a.css";',
        "@import url(https://cdn.example/a.css);",
        'a { background: image-set("a.png" 1x, "//cdn.example/a.png" 2x) }',
        'a { content: "/*" } b { background: url(//cdn.example/a.png) } c { content: "*/" }',
        "@font-face { src: url(a.woff2), url(/\\\\cdn.example/b.woff2) }",
    ],
)
def test_every_way_to_another_host_is_seen(css):
    assert [address.host for address in foreign(css)] == ["cdn.example"]


@pytest.mark.parametrize(
    "css",
    [
        "",
        "a { top: 0 }",
        "a { background: url(x.png) } /* url(//cdn.example/a) */",
        "a { background: url('data:image/svg+xml;charset=utf-8,<svg xmlns=\"http://www.w3.org/2000/svg\"/>') }",
        "a { mask: url(#b); background: image-set('a.png' 1x, url(b.png) 2x) }",
        "@import 'b.css'; @media print { a { top: calc(1px) } }",
    ],
)
def test_files_of_the_site_and_data_are_no_other_host(css):
    assert list(foreign(css)) == []
