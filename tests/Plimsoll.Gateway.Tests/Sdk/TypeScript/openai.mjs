// One question to the gateway by OpenAI's SDK: `node openai.mjs CASE`. Prints what the SDK made of the answer.
import OpenAI from "openai";
import { pixel, tell } from "./cases.mjs";

const client = new OpenAI({ baseURL: `${process.env.GATEWAY}/v1`, apiKey: process.env.KEY, maxRetries: 2 });
const ask = (more = {}) => ({
  model: "claude-sonnet-5", max_completion_tokens: 64, messages: [{ role: "user", content: "How far?" }], ...more,
});
const tools = [{ type: "function", function: { name: "distance", description: "How far?" } }];
const respond = (more = {}) => ({ model: "claude-sonnet-5", max_output_tokens: 64, input: "How far?", ...more });
const readCalls = (calls) => calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]);

await tell({
  async plain() {
    const messages = [{ role: "system", content: "Be brief." }, { role: "user", content: "How far?" }];
    const { data, response } = await client.chat.completions.create(ask({ messages })).withResponse();
    return {
      text: data.choices[0].message.content, stop: data.choices[0].finish_reason,
      usage: [data.usage.prompt_tokens, data.usage.completion_tokens],
      requestId: response.headers.get("x-request-id"), sdkRequestId: data._request_id,
    };
  },
  async streamed() {
    const stream = client.chat.completions.stream(ask({ stream_options: { include_usage: true } }));
    let text = "";
    stream.on("content", (delta) => { text += delta; });
    const completion = await stream.finalChatCompletion();
    const { prompt_tokens, completion_tokens } = completion.usage;
    return { text, stop: completion.choices[0].finish_reason, usage: [prompt_tokens, completion_tokens] };
  },
  async tools() {
    const first = (await client.chat.completions.create(ask({ tools }))).choices[0];
    const second = await client.chat.completions.create(ask({
      tools,
      messages: [
        { role: "user", content: "How far?" },
        first.message,
        ...first.message.tool_calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "10 miles" })),
      ],
    }));
    return {
      stop: first.finish_reason, calls: readCalls(first.message.tool_calls), then: second.choices[0].finish_reason,
    };
  },
  async streamedTools() {
    const choice = (await client.chat.completions.stream(ask({ tools })).finalChatCompletion()).choices[0];
    return { stop: choice.finish_reason, calls: readCalls(choice.message.tool_calls) };
  },
  async image() {
    const content = [
      { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
      { type: "text", text: "What is it?" },
    ];
    const completion = await client.chat.completions.create(ask({ messages: [{ role: "user", content }] }));
    return { text: completion.choices[0].message.content };
  },
  async wrongKey() {
    return client.withOptions({ apiKey: "wrong" }).chat.completions.create(ask());
  },
  async unknownModel() {
    return client.chat.completions.create(ask({ model: "claude-nothing" }));
  },
  async refusedByLimit() {
    return client.withOptions({ maxRetries: 0 }).chat.completions.create(ask());
  },
  async brokenStream() {
    const stream = await client.chat.completions.create(ask({ stream: true }));
    let events = 0;
    for await (const chunk of stream) events += chunk.choices.length;
    return { events };
  },
  async cancelled() {
    const stream = await client.chat.completions.create(ask({ stream: true }));
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content) {
        stream.controller.abort();
        break;
      }
    }
    return { cancelled: true };
  },
  async retried() {
    const completion = await client.chat.completions.create(ask());
    return { text: completion.choices[0].message.content };
  },
  async response() {
    const response = await client.responses.create(respond({ instructions: "Be brief." }));
    const { input_tokens, output_tokens } = response.usage;
    return { text: response.output_text, stop: response.status, usage: [input_tokens, output_tokens] };
  },
  async streamedResponse() {
    const stream = client.responses.stream(respond());
    let text = "";
    stream.on("response.output_text.delta", (event) => { text += event.delta; });
    const response = await stream.finalResponse();
    return { text, whole: response.output_text, stop: response.status, output: response.usage.output_tokens };
  },
  async responseTools() {
    const tools = [{ type: "function", name: "distance", parameters: { type: "object", properties: {} }, strict: false }];
    const first = await client.responses.create(respond({ tools }));
    const calls = first.output.filter((item) => item.type === "function_call");
    const second = await client.responses.create(respond({
      tools,
      input: [
        { role: "user", content: "How far?" },
        ...first.output,
        ...calls.map((call) => ({ type: "function_call_output", call_id: call.call_id, output: "10 miles" })),
      ],
    }));
    return { calls: calls.map((call) => [call.name, JSON.parse(call.arguments)]), then: second.output_text };
  },
  async embeddings() {
    const { data, usage } = await client.embeddings.create({ model: "claude-sonnet-5", input: ["How far?"] });
    return { vector: data[0].embedding, input: usage.prompt_tokens };
  },
  async models() {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return { names };
  },
});
