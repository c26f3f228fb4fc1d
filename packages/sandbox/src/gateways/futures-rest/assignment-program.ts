import {
  addAssignmentProgram,
  deleteAssignmentProgram,
  getAssignmentProgramCurrent,
  getAssignmentProgramHistory,
} from "@x/futures-rest";
import { answering } from "./handler.ts";

export const assignmentHandlers = [
  answering(getAssignmentProgramCurrent, (_request, { state }) => ({
    payload: { participants: state.assignments.current() },
  })),

  answering(
    addAssignmentProgram,
    ({ params }, { state, serverTime }) => {
      if (params.contractType !== "flex") return { error: "invalidArgument: contractType" };
      if (params.contract !== undefined && state.listing(params.contract) === undefined) {
        return { error: "invalidArgument: contract" };
      }
      const { contractType, contract, maxSize, maxPosition, acceptLong, acceptShort, timeFrame, enabled } =
        params;
      const participant = {
        contractType,
        contract: contract ?? null,
        maxSize: maxSize ?? null,
        maxPosition: maxPosition ?? null,
        acceptLong,
        acceptShort,
        timeFrame,
        enabled,
      };
      return { payload: state.assignments.add(participant, serverTime) };
    },
    {
      kinds: {
        maxSize: "number",
        maxPosition: "number",
        acceptLong: "boolean",
        acceptShort: "boolean",
        enabled: "boolean",
        cashAccountOpenPositionMaxNotional: "number",
        minimumProfitabilityPerAssignmentLongBps: "number",
        minimumProfitabilityPerAssignmentShortBps: "number",
      },
    },
  ),

  answering(
    deleteAssignmentProgram,
    ({ params: { id } }, { state, serverTime }) => {
      const deleted = state.assignments.delete(id, serverTime);
      return deleted === undefined ? { error: "notFound" } : { payload: deleted };
    },
    { kinds: { id: "number" } },
  ),

  answering(getAssignmentProgramHistory, (_request, { state }) => ({
    payload: { participants: state.assignments.history() },
  })),
];
