namespace Plimsoll.Gateway.Upstream;

/// <summary>What a server tells of its load; null where it tells nothing. <c>default</c> tells nothing.</summary>
/// <param name="Running">Requests that it works on.</param>
/// <param name="Waiting">Requests that wait there.</param>
/// <param name="Use">
/// Part of what is scarce there that is in use, 0 to 1: its key-value cache, or the rates that it allows.
/// </param>
internal readonly record struct LoadReport(int? Running, int? Waiting, double? Use);
