namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>A request as the upstream got it.</summary>
internal sealed record SeenRequest(string Target, IReadOnlyDictionary<string, string> Headers, string Body);
