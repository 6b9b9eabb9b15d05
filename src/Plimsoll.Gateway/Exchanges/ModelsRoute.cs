using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary><c>GET /v1/models</c>: the models that a key may use.</summary>
internal static class ModelsRoute
{
    /// <summary>Answers in the form of the dialect that the headers speak of.</summary>
    public static Task Serve(GatewayState gateway, Dialect dialect, Answer answer)
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        var catalog = gateway.Catalog;
        return answer.WriteJson(json => dialect.WriteModels(json, catalog.Policy, catalog.ModelsOf(account)));
    }
}
