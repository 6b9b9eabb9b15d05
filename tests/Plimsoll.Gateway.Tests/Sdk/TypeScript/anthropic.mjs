// One question to the gateway by Anthropic's SDK: `node anthropic.mjs CASE`. Prints what the SDK made of the answer.
import Anthropic from "@anthropic-ai/sdk";
import { pixel, tell } from "./cases.mjs";

const client = new Anthropic({ baseURL: process.env.GATEWAY, apiKey: process.env.KEY, maxRetries: 2 });
const ask = (more = {}) => ({
  model: "claude-sonnet-5", max_tokens: 64, messages: [{ role: "user", content: "How far?" }], ...more,
});
const tools = [{ name: "distance", description: "How far?", input_schema: { type: "object", properties: {} } }];

await tell({
  async plain() {
    const { data, response } = await client.messages.create(ask({ system: "Be brief." })).withResponse();
    return {
      text: data.content[0].text, stop: data.stop_reason,
      usage: [data.usage.input_tokens, data.usage.output_tokens],
      requestId: response.headers.get("request-id"), sdkRequestId: data._request_id,
    };
  },
  async streamed() {
    const stream = client.messages.stream(ask());
    let text = "";
    stream.on("text", (delta) => { text += delta; });
    const message = await stream.finalMessage();
    return { text, stop: message.stop_reason, usage: [message.usage.input_tokens, message.usage.output_tokens] };
  },
  async tools() {
    const first = await client.messages.create(ask({ tools }));
    const calls = first.content.filter((block) => block.type === "tool_use");
    const second = await client.messages.create(ask({
      tools,
      messages: [
        { role: "user", content: "How far?" },
        { role: "assistant", content: first.content },
        {
          role: "user",
          content: calls.map((call) => ({ type: "tool_result", tool_use_id: call.id, content: "10 miles" })),
        },
      ],
    }));
    return { stop: first.stop_reason, calls: calls.map((call) => [call.name, call.input]), then: second.stop_reason };
  },
  async streamedTools() {
    const message = await client.messages.stream(ask({ tools })).finalMessage();
    const calls = message.content.filter((block) => block.type === "tool_use");
    return { stop: message.stop_reason, calls: calls.map((call) => [call.name, call.input]) };
  },
  async image() {
    const source = { type: "base64", media_type: "image/png", data: pixel };
    const content = [{ type: "image", source }, { type: "text", text: "What is it?" }];
    const message = await client.messages.create(ask({ messages: [{ role: "user", content }] }));
    return { text: message.content[0].text };
  },
  async wrongKey() {
    return client.withOptions({ apiKey: "wrong" }).messages.create(ask());
  },
  async unknownModel() {
    return client.messages.create(ask({ model: "claude-nothing" }));
  },
  async refusedByLimit() {
    return client.withOptions({ maxRetries: 0 }).messages.create(ask());
  },
  async brokenStream() {
    const stream = await client.messages.create(ask({ stream: true }));
    let events = 0;
    for await (const event of stream) events += event.type ? 1 : 0;
    return { events };
  },
  async cancelled() {
    const stream = await client.messages.create(ask({ stream: true }));
    for await (const event of stream) {
      if (event.type === "content_block_delta") {
        stream.controller.abort();
        break;
      }
    }
    return { cancelled: true };
  },
  async retried() {
    const message = await client.messages.create(ask());
    return { text: message.content[0].text };
  },
  async counted() {
    const { model, messages } = ask();
    return { input: (await client.messages.countTokens({ model, messages })).input_tokens };
  },
  async batch() {
    const requests = ["a", "b"].map((name) => ({ custom_id: name, params: ask() }));
    const { id } = await client.messages.batches.create({ requests });
    let batch;
    do batch = await client.messages.batches.retrieve(id); while (batch.processing_status !== "ended");
    const texts = {};
    for await (const line of await client.messages.batches.results(id)) {
      texts[line.custom_id] = line.result.message.content[0].text;
    }
    return { succeeded: batch.request_counts.succeeded, texts };
  },
  async models() {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return { names };
  },
});
