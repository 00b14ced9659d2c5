"""Uses the real server as an assistant does, through the public Python SDK of the Model Context Protocol:
the SDK checks every answer against the tool's `outputSchema`.
`check.py PROGRAM CORPUS` starts the server on a free port; `check.py --at URL` uses one that runs.
"""

import asyncio
import sys
from pathlib import Path

from mcp import Client

sys.path.append(str(Path(__file__).parents[1]))
from served import served


async def use(url):
    async with Client(url) as client:
        tools = (await client.list_tools()).tools
        assert all(tool.output_schema for tool in tools), "a tool has no outputSchema"
        found = await answer(client, "search", query="創薬", limit=2)
        assert found["counts"]["sections"] > 0 and found["next_cursor"], found
        following = await answer(client, "search", query="創薬", limit=2, cursor=found["next_cursor"])
        first = found["results"][0]
        assert first["id"] not in [result["id"] for result in following["results"]]
        section = await answer(client, "fetch", id=first["id"])
        assert section["url"] == first["url"] and section["text"]
        assert (await answer(client, "cite", id=first["id"]))["citations"]
        assert (await answer(client, "concordance", query="創薬"))["lines"]
        assert (await answer(client, "frequency", query="創薬/研究"))["rows"]
        assert (await answer(client, "list_documents"))["documents"]
        draft = f"「{section['text'][:20]}」"
        await answer(client, "verify", text=draft)
        await answer(client, "verify", text="あ" * 40_000)
        for tool, arguments in WRONG:
            result = await client.call_tool(tool, arguments)
            assert result.is_error, (tool, arguments)
        read = await client.read_resource(first["url"])
        assert read.contents[0].text
        templates = (await client.list_resource_templates()).resource_templates
        assert templates, "there is no resource template"
        return len(tools)


WRONG = [
    ("search", {"query": "a", "limit": 50}),
    ("search", {"query": "a", "limit": 0}),
    ("search", {"query": ["a"]}),
    ("search", {"query": "a", "q": "b"}),
    ("cite", {"id": "mext-lifescience-2025-02/s1", "paragraph": "p9999"}),
]


async def answer(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, (tool, result.content)
    return result.structured_content


def main(program, corpus):
    with served(program, corpus) as site:
        n_tools = asyncio.run(use(f"{site}/mcp"))
    print(f"assistants: {n_tools} tools used through the Python SDK")
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "--at":
        print(asyncio.run(use(sys.argv[2])))
    else:
        sys.exit(main(*sys.argv[1:]))
