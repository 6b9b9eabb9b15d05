using System.Numerics;

namespace Plimsoll.Planning.Linear;

/// <content>One exchange: which variable enters, how far it goes, which one leaves.</content>
internal sealed partial class Simplex
{
    private readonly List<Turn> turns = [];
    private int rayColumn = -1;
    private double rayDirection;

    /// <summary>A bound that a variable of the basis reaches after a step.</summary>
    /// <param name="Step">Length of the step.</param>
    /// <param name="Position">Position of the variable in the basis.</param>
    /// <param name="Bound">The bound.</param>
    private readonly record struct Turn(double Step, int Position, double Bound);

    /// <summary>After as many steps without gain, the lowest numbers are taken, which cannot go in a circle.</summary>
    private bool Stalls => stalled > rows + 50;

    private sbyte Short(int j) => value[j] < lower[j]
        ? (sbyte)(lower[j] - value[j] > Feasibility * (1 + Math.Abs(lower[j])) ? -1 : 0)
        : (sbyte)(value[j] > upper[j] && value[j] - upper[j] > Feasibility * (1 + Math.Abs(upper[j])) ? 1 : 0);

    /// <summary>Notes whether a variable may rise and fall, as 1 or 0: not where it is fixed or in the basis.</summary>
    private void NoteWays(int j)
    {
        var isFree = !isBasic[j] && lower[j] != upper[j];
        rises[j] = isFree && value[j] < upper[j] ? 1 : 0;
        falls[j] = isFree && value[j] > lower[j] ? 1 : 0;
    }

    /// <summary>Works out prices and reduced costs; of what is missing while something is.</summary>
    private void FindPrices(bool repairs)
    {
        changes.Clear();
        for (var k = 0; k < rows; k++)
        {
            var of = repairs ? missing[k] : cost[basis[k]];
            if (of != 0)
                changes[k] = of;
        }

        Array.Clear(prices);
        if (repairs)
            Array.Clear(reduced);
        else
            Array.Copy(cost, reduced, all);
        ChangePrices(1);
        foreach (var j in basis)
            reduced[j] = 0;
        (hasPrices, ofRepairs) = (true, repairs);
    }

    /// <summary>Follows a change of the costs of the basis, which stands in the changes by position.</summary>
    private void ChangePrices(double multiple)
    {
        factors.Backward(changes);
        for (var i = changes.From(0); i >= 0; i = changes.From(i + 1))
        {
            var change = multiple * changes[i];
            if (change == 0)
                continue;
            prices[i] += change;
            var columnsOf = matrixRows.Rows(i);
            var values = matrixRows.Values(i);
            for (var k = 0; k < columnsOf.Length; k++)
                reduced[columnsOf[k]] -= values[k] * change;
        }

        changes.Clear();
    }

    /// <summary>The variable that pays most for its size; after too many steps without gain, the first.</summary>
    private int Entering()
    {
        if (Stalls)
            return FirstThatPays();
        var (best, most) = (-1, 0.0);
        var wide = Vector<double>.Count;
        var end = all - (all % wide);
        for (var j = 0; j < end; j += wide)
        {
            // Most variables pay nothing: several are looked at together, and only where one of them is better alone.
            var price = new Vector<double>(reduced, j);
            var pays = Vector.Max(price * new Vector<double>(falls, j), -price * new Vector<double>(rises, j));
            var better = Vector.GreaterThan(pays, new Vector<double>(Optimality))
                & Vector.GreaterThan(pays * pays, new Vector<double>(most) * new Vector<double>(norms, j));
            if (better != Vector<long>.Zero)
                Improve(j, j + wide, ref best, ref most);
        }

        Improve(end, all, ref best, ref most);
        return best;
    }

    private int FirstThatPays()
    {
        var j = 0;
        while (j < all && Pays(j) <= Optimality)
            j++;
        return j < all ? j : -1;
    }

    private void Improve(int from, int to, ref int best, ref double most)
    {
        for (var j = from; j < to; j++)
        {
            var pays = Pays(j);
            if (pays > Optimality && pays * pays > most * norms[j])
                (best, most) = (j, pays * pays / norms[j]);
        }
    }

    /// <summary>What a unit of a variable pays, the way that it may go.</summary>
    private double Pays(int j) => Math.Max(reduced[j] * falls[j], -reduced[j] * rises[j]);

    /// <summary>Moves a variable as far as it pays; false when there is no end to it.</summary>
    private bool Advance(int entering, bool repairs)
    {
        direction.Clear();
        direction.Subtract(matrix.Rows(entering), matrix.Values(entering), -1);
        factors.Forward(direction);
        var sign = reduced[entering] < 0 ? 1.0 : -1.0;
        var range = upper[entering] - lower[entering];
        var turn = repairs ? RepairingTurn(entering, sign) : FirstTurn(sign);
        if (turn.Position < 0 && double.IsInfinity(range))
        {
            (rayColumn, rayDirection) = (entering, sign);
            return repairs
                ? throw new InvalidOperationException("What is missing cannot fall without end.")
                : false;
        }

        var flips = turn.Position < 0 || range <= turn.Step;
        var step = flips ? range : turn.Step;
        stalled = step * Math.Abs(reduced[entering]) > Optimality ? 0 : stalled + 1;
        Move(sign * step);
        if (flips)
        {
            value[entering] = sign > 0 ? upper[entering] : lower[entering];
            NoteWays(entering);
            return true;
        }

        value[entering] += sign * step;
        Exchange(entering, turn);
        return true;
    }

    /// <summary>Moves the basis by a step of the variable that enters, and follows what is missing then.</summary>
    private void Move(double step)
    {
        var changed = false;
        for (var k = direction.From(0); k >= 0; k = direction.From(k + 1))
        {
            value[basis[k]] -= step * direction[k];
            if (Note(k, Short(basis[k])) is not 0 and var change && ofRepairs)
            {
                changes[k] = change;
                changed = true;
            }
        }

        if (changed)
            ChangePrices(1);
    }

    private int Note(int k, sbyte state)
    {
        var change = state - missing[k];
        missed += Math.Abs(state) - Math.Abs(missing[k]);
        missing[k] = state;
        return change;
    }

    private void Exchange(int entering, Turn turn)
    {
        var leaving = basis[turn.Position];
        var price = reduced[entering] / direction[turn.Position];
        changes[turn.Position] = 1;
        ChangePrices(price);
        value[leaving] = turn.Bound;
        isBasic[leaving] = false;
        isBasic[entering] = true;
        basis[turn.Position] = entering;
        (reduced[leaving], reduced[entering]) = (-price, 0);
        NoteWays(leaving);
        NoteWays(entering);
        Note(turn.Position, Short(entering));
        factors.Exchange(turn.Position, direction);
    }

    /// <summary>
    /// The first bound that is reached, in two passes after Harris (1973): of those within a tolerance of the first,
    /// the one with the largest pivot.
    /// </summary>
    private Turn FirstTurn(double sign)
    {
        var reach = double.PositiveInfinity;
        for (var k = direction.From(0); k >= 0; k = direction.From(k + 1))
        {
            if (Math.Abs(direction[k]) > LeastPivot)
                reach = Math.Min(reach, (Room(k, sign) + (Stalls ? 0 : Feasibility / 2)) / Math.Abs(direction[k]));
        }

        var best = new Turn(double.PositiveInfinity, -1, 0);
        for (var k = direction.From(0); k >= 0; k = direction.From(k + 1))
        {
            var pivot = Math.Abs(direction[k]);
            var step = Room(k, sign) / pivot;
            if (pivot <= LeastPivot || double.IsInfinity(step) || !(step <= reach))
                continue;
            var isBetter = best.Position < 0 || (Stalls
                ? basis[k] < basis[best.Position]
                : pivot > Math.Abs(direction[best.Position]));
            if (isBetter)
                best = new Turn(Math.Max(0, step), k, sign * direction[k] > 0 ? lower[basis[k]] : upper[basis[k]]);
        }

        return best;
    }

    private double Room(int k, double sign) => sign * direction[k] > 0
        ? value[basis[k]] - lower[basis[k]]
        : upper[basis[k]] - value[basis[k]];

    /// <summary>
    /// While something is missing, a bound that is reached makes a step pay less but need not end it: bounds are passed
    /// in order until it no longer pays.
    /// </summary>
    private Turn RepairingTurn(int entering, double sign)
    {
        turns.Clear();
        for (var k = direction.From(0); k >= 0; k = direction.From(k + 1))
        {
            var j = basis[k];
            if (Math.Abs(direction[k]) <= LeastPivot)
                continue;
            var falls = sign * direction[k] > 0;
            var (near, far) = falls ? (upper[j], lower[j]) : (lower[j], upper[j]);
            var state = falls ? Short(j) : -Short(j);
            if (state > 0)
                turns.Add(new Turn(Math.Abs((value[j] - near) / direction[k]), k, near));
            if (state >= 0 && !double.IsInfinity(far))
                turns.Add(new Turn(Math.Max(0, Math.Abs(value[j] - far) / Math.Abs(direction[k])), k, far));
        }

        turns.Sort((one, other) => (one.Step, basis[one.Position]).CompareTo((other.Step, basis[other.Position])));
        var slope = -Math.Abs(reduced[entering]);
        for (var i = 0; i < turns.Count; i++)
        {
            slope += Math.Abs(direction[turns[i].Position]);
            if (slope < 0)
                continue;
            return Stalls ? turns[i] : LargestPivotNear(i);
        }

        return turns.Count > 0 ? turns[^1] : new Turn(double.PositiveInfinity, -1, 0);
    }

    private Turn LargestPivotNear(int index)
    {
        var best = turns[index];
        for (var i = index + 1; i < turns.Count && turns[i].Step <= turns[index].Step + Feasibility; i++)
        {
            if (Math.Abs(direction[turns[i].Position]) > Math.Abs(direction[best.Position]))
                best = turns[i];
        }

        for (var i = index - 1; i >= 0 && turns[i].Step >= turns[index].Step - Feasibility; i--)
        {
            if (Math.Abs(direction[turns[i].Position]) > Math.Abs(direction[best.Position]))
                best = turns[i];
        }

        return best;
    }
}
