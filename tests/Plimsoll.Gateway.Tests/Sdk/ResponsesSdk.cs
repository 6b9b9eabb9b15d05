using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;
using Plimsoll.Gateway.Tests.Rig;

// The SDK marks all of its Responses as subject to change.
#pragma warning disable OPENAI001

namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>Asking for responses by the official OpenAI SDK.</summary>
internal static class ResponsesSdk
{
    public static CreateResponseOptions Asked(string text, bool isStreamed = false) => new()
    {
        Model = "claude-sonnet-5",
        InputItems = { ResponseItem.CreateUserMessageItem(text) },
        StreamingEnabled = isStreamed ? true : null,
    };

    /// <summary>All updates of a stream.</summary>
    /// <param name="rig">Who is asked.</param>
    /// <param name="asked">What.</param>
    /// <param name="onUpdate">Takes each update as it comes.</param>
    public static async Task<List<StreamingResponseUpdate>> All(
        GatewayRig rig, CreateResponseOptions asked, Action<StreamingResponseUpdate>? onUpdate = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in await Client(rig).CreateResponseStreamingAsync(asked, stop))
        {
            updates.Add(update);
            onUpdate?.Invoke(update);
        }

        return updates;
    }

    public static ResponsesClient Client(GatewayRig rig) => new(
        new ApiKeyCredential(rig.Key),
        new ResponsesClientOptions
        {
            Endpoint = new Uri(rig.Url, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
}
