using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Routing;

/// <summary>
/// Brings an admitted request to an upstream, and to another where one fails before anything went out. What it holds of
/// its limits is held once for all attempts.
/// </summary>
internal sealed class Attempts(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer, Ticket ticket)
{
    // What it is told that came while another upstream might have done better.
    private ErrorAnswer? told;

    /// <summary>Serves the request; what is returned is still to be answered.</summary>
    public async ValueTask<ErrorAnswer?> Run(OutboundForms forms)
    {
        var relay = new Relay(gateway, http, dialect, answer, ticket);
        var tried = new List<UpstreamMember>(capacity: 1);
        while (true)
        {
            if (!TryPlace(forms, tried, out var lease, out var outbound, out var error))
                return told ?? error;
            using (lease)
            {
                if (tried.Count > 0 && !MayRetry(lease!, tried.Count))
                    return told;
                tried.Add(lease!.Member);
                RelayEnd end;
                using (var patience = relay.Begin(outbound!))
                {
                    try
                    {
                        using var request = relay.Compose(outbound!);
                        await using var reply = await gateway.Upstreams.Send(lease.Upstream, request, patience.Token);
                        end = await relay.Receive(reply, outbound!, patience);
                    }
                    catch (Exception e) when (relay.IsUpstreamFailure(e))
                    {
                        end = relay.Failed(lease.Upstream, e, patience);
                    }
                }

                lease.End(end.Outcome);
                if (end is not RelayEnd.Refused refused)
                    return null;
                answer.Observed.AttemptFailed(refused.Error.Kind);
                told = Worse(told, refused.Error);
                if (!refused.MayTryAnother || http.RequestAborted.IsCancellationRequested
                    || tried.Count > gateway.Options.Routing.Retries.Attempts)
                    return told;
            }
        }
    }

    /// <summary>
    /// Takes from the budget of all requests what another attempt costs. Asked only once there is an upstream for it:
    /// a class that one server serves spends nothing of it.
    /// </summary>
    private bool MayRetry(UpstreamLease lease, int attempts)
    {
        if (!gateway.Router.TryRetry())
        {
            lease.Withdraw();
            return false;
        }

        RoutingLog.TriesAnother(gateway.Log, answer.RequestId, attempts);
        return true;
    }

    private bool TryPlace(
        OutboundForms forms,
        List<UpstreamMember> tried,
        out UpstreamLease? lease,
        out Outbound? outbound,
        out ErrorAnswer? error)
    {
        outbound = null;
        while (true)
        {
            var ask = forms.Ask(ticket.Class.Name);
            if (!gateway.Router.TryPlace(ask, ticket.Request.Prefix.Span, tried, out lease, out var unplaced))
            {
                error = Tell(unplaced);
                return false;
            }

            error = null;
            if (forms.TryFor(lease, gateway.Router, out outbound))
                return true;

            // It cannot be translated, which the forms know from now on: only who speaks its dialect is left.
            lease.Withdraw();
        }
    }

    /// <summary>Of two reasons the one after which it helps to wait; of two such the shorter wait.</summary>
    private static ErrorAnswer Worse(ErrorAnswer? one, ErrorAnswer other) =>
        one?.RetryAfter is { } wait && (other.RetryAfter is not { } next || wait <= next) ? one : other;

    private ErrorAnswer Tell(Unplaced unplaced)
    {
        var name = ticket.Class.Name;
        return unplaced switch
        {
            Unplaced.Full full => new ErrorAnswer(
                ErrorKind.FleetFull,
                $"All servers for {name} are full. This is not a usage limit, and nothing was charged.",
                null,
                Seconds(full.RetryAfter)),
            Unplaced.Unhealthy unhealthy => new ErrorAnswer(
                ErrorKind.FleetFull,
                $"No server for {name} is well at present. This is not a usage limit, and nothing was charged.",
                null,
                Seconds(unhealthy.RetryAfter)),
            _ => new ErrorAnswer(ErrorKind.FleetFull, $"No server behind the gateway serves {name}."),
        };

        static long Seconds(Duration wait) => Math.Max(1, wait.CeilingSeconds());
    }
}
