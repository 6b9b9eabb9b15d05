using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Marks a request that the gateway makes itself: as a feature of its context, where no client can put it.
/// </summary>
/// <param name="Account">For whom, whose key was known when it was asked.</param>
/// <param name="Lane">Lane that it is put on; null: the one that its body asks for.</param>
internal sealed record OnBehalf(Account Account, Lane? Lane = null);
