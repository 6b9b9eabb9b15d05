using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>What every line of the audit tells.</summary>
/// <param name="At">When.</param>
/// <param name="Who"><c>operator</c>, <c>operator NAME</c>, <c>key NAME</c> or <c>unknown</c>.</param>
/// <param name="From">Address that the request came from; null where there is none.</param>
/// <param name="Request">The request's name, which stands in the gateway's log too.</param>
/// <param name="What">What was asked for.</param>
/// <param name="Result">What came of it.</param>
internal readonly record struct AuditEntry(
    Instant At, string Who, string? From, string Request, string What, string Result);
