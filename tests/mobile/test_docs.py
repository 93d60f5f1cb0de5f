"""The API's docs render in a browser under the content security policy, from files of our own."""

from playwright.sync_api import expect


def test_the_docs_render_without_breaking_the_content_security_policy(phone, live_server):
    said, asked = [], []
    phone.on("console", lambda message: said.append(message.text))
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{live_server.url}/api/v1/docs/")
    expect(phone.get_by_text("/api/v1/visits/{id}/withdraw")).to_be_visible()
    phone.get_by_text("/api/v1/call-me").click()
    expect(phone.get_by_text("Ask the coordinator to call").first).to_be_visible()
    assert said == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
