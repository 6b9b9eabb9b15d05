using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Configuration;

/// <summary><c>POST /admin/reload</c>: puts the configuration in force as it is now in its files.</summary>
internal sealed class ReloadRoute(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Answers; a configuration that is wrong is told of with 422, and changes nothing.</summary>
    public async Task Serve()
    {
        if (http.RequestServices.GetService<ConfigurationReload>() is not { } reload)
        {
            await answer.Refuse(Routes.Unknown(http.Request));
            return;
        }

        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is not { } call)
            return;
        var outcome = reload.Run(call.Who, answer.From, answer.RequestId);
        if (outcome is ReloadOutcome.Refused)
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("result", outcome is ReloadOutcome.Refused ? "refused" : "reloaded");
            var (name, texts) = outcome switch
            {
                ReloadOutcome.Adopted adopted => ("needs_restart", adopted.NeedRestart),
                ReloadOutcome.Refused refused => ("errors", refused.Errors),
                _ => throw new InvalidOperationException("A configuration is adopted or refused."),
            };
            json.WriteStartArray(name);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
